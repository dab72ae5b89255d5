package org.tidemark.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * A script as people run it: by psql, which takes it whole, or by the client of MariaDB, which is told what ends a
 * statement.
 */
public final class ClientScript {

    private static final String BEGIN = "delimiter //\n";
    private static final String END = "\ndelimiter ;";

    private ClientScript() {}

    public static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String part : parts(text)) {
                statement.execute(part);
            }
        }
    }

    private static List<String> parts(String text) {
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            return List.of(text);
        }
        return Stream.of(text.substring(begin + BEGIN.length(), text.lastIndexOf(END))
                        .split("\n//(\n|$)"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** What docs/database.md says how to remove the triggers from this product. */
    public static String removal(String product) throws IOException {
        String page = Files.readString(Path.of("docs/database.md"));
        String begin = "```sql\n";
        int from = page.indexOf(begin, page.indexOf("To remove them from " + product + ":")) + begin.length();
        return page.substring(from, page.indexOf("```", from));
    }
}
