package org.tidemark.sync;

import java.util.Locale;

/** A whole number that who runs the server may choose: a system property or, without one, an environment variable in capitals with {@code _}. */
public final class Setting {

    private Setting() {}

    public static int number(String name, int otherwise) {
        String value = System.getProperty(
                name, System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')));
        return value == null ? otherwise : number(name, value);
    }

    private static int number(String name, String value) {
        try {
            return Integer.parseUnsignedInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    name + " is '" + value + "', and should be a whole number, not negative", e);
        }
    }
}
