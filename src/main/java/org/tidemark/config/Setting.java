package org.tidemark.config;

import java.util.Locale;
import java.util.Optional;

/**
 * What whoever runs the server may choose: a system property or, without one, an environment variable in capitals with
 * {@code _}.
 */
public final class Setting {

    private Setting() {}

    /** A whole number, not negative. */
    public static int number(String name, int otherwise) {
        return text(name).map(value -> number(name, value)).orElse(otherwise);
    }

    /** Empty if it is not given, or blank. */
    public static Optional<String> text(String name) {
        String value = System.getProperty(
                name, System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_')));
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    public static boolean isOn(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    private static int number(String name, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0) {
                return number;
            }
            throw new NumberFormatException(value);
        } catch (NumberFormatException e) {
            throw new IllegalStateException(
                    name + " is '" + value + "', and should be a whole number from 0 to " + Integer.MAX_VALUE, e);
        }
    }
}
