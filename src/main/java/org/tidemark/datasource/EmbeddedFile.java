package org.tidemark.datasource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The file of an H2 that runs within the server, and what it takes to lose nothing and not to fill the disk.
 *
 * <p>Each commit is in the file before it is acknowledged ({@code WRITE_DELAY=0}); with any other delay a kill loses
 * some. But H2 gives no room back then while it is open: the file grows with each push, to a hundred times the data. It
 * gives it back when it is closed: it copies what is alive into a new file, which then takes the place of the old one
 * ({@code DEFRAG_ALWAYS}). A kill leaves the one or the other. {@link Compaction} closes it when it has grown too much.
 * {@code DB_CLOSE_ON_EXIT} would close it under transactions that are still ending; the server closes its connections
 * when it stops, and with the last one H2 closes the file.
 */
record EmbeddedFile(Path path) {

    private static final String EMBEDDED = "jdbc:h2:";
    private static final String FILE = "file:";
    private static final String EXTENSION = ".mv.db";

    private static final Map<String, String> SETTINGS =
            Map.of("WRITE_DELAY", "0", "DEFRAG_ALWAYS", "TRUE", "DB_CLOSE_ON_EXIT", "FALSE");

    /** How long H2 keeps what it does not need any more, in milliseconds. This is what it does by itself. */
    private static final String RETENTION = "RETENTION_TIME";

    private static final List<String> FORGET =
            List.of("SET RETENTION_TIME 45000", "SET RETENTION_TIME 0", "SET RETENTION_TIME 45000");

    private static final String SESSIONS = "select count(*) from information_schema.sessions";

    private static final int ONLY_FOR_ADMINISTRATORS = 90040;

    /** Held while a file may be opened: the connection that opens it is alone until it has tidied up. */
    private static final Object OPENING = new Object();

    /** Empty for a database that is elsewhere, or in memory. */
    static Optional<EmbeddedFile> of(String url) {
        if (!url.startsWith(EMBEDDED)) {
            return Optional.empty();
        }
        String name = url.substring(EMBEDDED.length()).split(";", 2)[0];
        if (name.startsWith(FILE)) {
            name = name.substring(FILE.length());
        } else if (!name.matches("(\\.{0,2}[/\\\\]|~|[A-Za-z]:[/\\\\]).*")) {
            return Optional.empty();
        }
        if (name.startsWith("~")) {
            name = System.getProperty("user.home") + name.substring(1);
        }
        return Optional.of(new EmbeddedFile(Path.of(name + EXTENSION)));
    }

    /**
     * What a connection has to say, as far as its address does not say something else: H2 refuses to be told two
     * things.
     */
    static Map<String, String> settings(String url) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (of(url).isPresent()) {
            String said = url.toUpperCase(Locale.ROOT);
            SETTINGS.forEach((name, value) -> {
                if (!says(said, name)) {
                    settings.put(name, value);
                }
            });
        }
        return settings;
    }

    private static boolean says(String address, String name) {
        return address.contains(";" + name + "=");
    }

    /**
     * Opens a connection. The first one after a kill tidies up, or the next close destroys the file: H2 2.2.224 gives
     * the room of dead chunks away when it recovers, and forgets to strike them off its list if it is closed within 45
     * s. Then two chunks claim one place, and no H2 opens the file ("Double mark"). Each of these statements writes,
     * and the second one strikes them off.
     */
    static Connection open(String url, ReopeningConnection.Opener opener) throws SQLException {
        if (of(url).isEmpty() || says(url.toUpperCase(Locale.ROOT), RETENTION)) {
            return opener.open();
        }
        synchronized (OPENING) {
            Connection connection = opener.open();
            try (Statement statement = connection.createStatement()) {
                if (isAlone(statement)) {
                    for (String each : FORGET) {
                        statement.execute(each);
                    }
                }
                return connection;
            } catch (SQLException e) {
                if (e.getErrorCode() == ONLY_FOR_ADMINISTRATORS) {
                    return connection;
                }
                connection.close();
                throw e;
            }
        }
    }

    private static boolean isAlone(Statement statement) throws SQLException {
        try (ResultSet sessions = statement.executeQuery(SESSIONS)) {
            return sessions.next() && sessions.getInt(1) == 1;
        }
    }

    /** In bytes; 0 where there is none yet. */
    long size() {
        try {
            return Files.size(path);
        } catch (IOException notThere) {
            return 0;
        }
    }
}
