package org.tidemark.datasource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The file of an H2 that runs within the server, and what it takes to lose nothing and not to fill the disk.
 *
 * <p>Each commit is in the file before it is acknowledged ({@code WRITE_DELAY=0}); with any other delay a kill loses some. But H2
 * gives no room back then while it is open: the file grows with each push, to a hundred times the data. It gives it back when it is
 * closed, if it may take its time ({@code MAX_COMPACT_TIME}). {@link Compaction} closes it when it has grown too much.
 * {@code DB_CLOSE_ON_EXIT} would close it under transactions that are still ending; the server closes its connections when it stops,
 * and with the last one H2 closes the file.
 */
record EmbeddedFile(Path path) {

    private static final String EMBEDDED = "jdbc:h2:";
    private static final String FILE = "file:";
    private static final String EXTENSION = ".mv.db";

    private static final Map<String, String> SETTINGS =
            Map.of("WRITE_DELAY", "0", "MAX_COMPACT_TIME", "10000", "DB_CLOSE_ON_EXIT", "FALSE");

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

    /** What a connection has to say, as far as its address does not say something else: H2 refuses to be told two things. */
    static Map<String, String> settings(String url) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (of(url).isPresent()) {
            String said = url.toUpperCase(Locale.ROOT);
            SETTINGS.forEach((name, value) -> {
                if (!said.contains(";" + name + "=")) {
                    settings.put(name, value);
                }
            });
        }
        return settings;
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
