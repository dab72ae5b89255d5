package org.tidemark.datasource;

import java.util.Locale;
import java.util.Objects;

/**
 * Which database, as whom. Each setting is a system property or, without one, an environment variable:
 * {@code tidemark.db.url} or {@code TIDEMARK_DB_URL}, and so on. Without any, a file database in the folder
 * {@code tidemark-data} of the directory in which the server was started.
 *
 * <p>Read by this code and not by {@code ${…}} in a descriptor, because one server fills such a place and the next
 * silently takes a database of its own.
 */
record DatabaseSettings(String url, String user, String password) {

    private static final String FILE_BESIDE_THE_SERVER = "jdbc:h2:file:./tidemark-data/tidemark";

    DatabaseSettings {
        Objects.requireNonNull(url, "url");
    }

    static DatabaseSettings read() {
        String url = setting("tidemark.db.url");
        return new DatabaseSettings(
                url == null ? FILE_BESIDE_THE_SERVER : url,
                setting("tidemark.db.user"),
                setting("tidemark.db.password"));
    }

    /** The same database as somebody else; a blank name is none, since servers pass that when none was given. */
    DatabaseSettings as(String otherUser, String otherPassword) {
        return isBlank(otherUser) ? this : new DatabaseSettings(url, otherUser, otherPassword);
    }

    /** For messages: the address without what follows it, which may hold a password. */
    String address() {
        return url.split("[?;]", 2)[0];
    }

    @Override
    public String toString() {
        return address();
    }

    static String setting(String name) {
        String value = System.getProperty(name);
        if (isBlank(value)) {
            value = System.getenv(name.toUpperCase(Locale.ROOT).replace('.', '_'));
        }
        return isBlank(value) ? null : value.strip();
    }

    private static boolean isBlank(String value) {
        return value == null || value.isBlank();
    }
}
