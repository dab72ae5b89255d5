package org.tidemark.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An embedded H2, as a plain deployment has it. */
class CompactionTest {

    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    private Path folder;

    private Path file;
    private String url;

    @BeforeEach
    void configure() {
        file = folder.resolve("tidemark.mv.db");
        url = "jdbc:h2:file:" + folder.resolve("tidemark").toAbsolutePath();
        System.setProperty("tidemark.db.url", url);
    }

    @AfterEach
    void forget() {
        System.clearProperty("tidemark.db.url");
    }

    @Test
    void a_file_that_has_grown_shrinks_while_the_server_runs_and_its_connections_go_on() throws SQLException {
        var source = new ConfiguredDataSource();
        try (Connection connection = source.getConnection()) {
            commits(connection, 500);
            assertTrue(size() > 4 * MEBIBYTE, () -> "this is what it grows to: " + size());

            new Compaction(source, url, 4 * MEBIBYTE).look();

            assertTrue(size() < MEBIBYTE, () -> "this is what is left: " + size());
            assertEquals(500, KilledWriter.last(connection));
        }
    }

    @Test
    void a_server_that_starts_with_much_data_asks_how_much_it_is_before_it_closes_anything() throws SQLException {
        var source = new ConfiguredDataSource();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table large as select x, random_uuid() as text from system_range(1, 50000)");
        }
        assertTrue(size() > MEBIBYTE, () -> "this is all data: " + size());

        try (Connection connection = source.getConnection();
                Statement open = connection.createStatement()) {
            new Compaction(source, url, MEBIBYTE).look();

            assertTrue(open.execute("select 1"), "it has not been closed");
        }
    }

    @Test
    void a_file_that_has_not_grown_much_is_left_alone() throws SQLException {
        var source = new ConfiguredDataSource();
        try (Connection connection = source.getConnection();
                Statement open = connection.createStatement()) {
            commits(connection, 10);

            new Compaction(source, url, 512 * MEBIBYTE).look();

            assertTrue(open.execute("select 1"), "it has not been closed");
        }
    }

    @Test
    void with_its_last_connection_it_gives_back_the_room_that_it_does_not_need() throws SQLException {
        try (Connection connection = new ConfiguredDataSource().getConnection()) {
            commits(connection, 500);
        }
        assertTrue(size() < MEBIBYTE, () -> "this is what is left: " + size());
    }

    @Test
    void large_values_do_not_keep_it_from_shrinking() throws SQLException {
        var source = new ConfiguredDataSource();
        try (Connection connection = source.getConnection()) {
            largeValues(connection);
            long grown = size();
            assertTrue(grown > 30 * MEBIBYTE, () -> "this is what it grows to: " + grown);

            new Compaction(source, url, 4 * MEBIBYTE).look();

            assertTrue(size() < 12 * MEBIBYTE, () -> "this is what is left: " + size());
        }
    }

    /** H2 by itself destroys about every third of these files, and forgets the last rows in some others. */
    @Test
    void a_file_opens_again_and_has_all_rows_when_it_was_closed_soon_after_a_kill() throws SQLException {
        for (int rows = 5; rows <= 60; rows += 5) {
            System.setProperty("tidemark.db.url", url + rows);
            try (Connection connection = new ConfiguredDataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table large as select x, random_uuid() as text from system_range(1, 20000)");
            }
            try (Connection connection = new ConfiguredDataSource().getConnection();
                    Statement kill = connection.createStatement()) {
                commits(connection, rows);
                kill.execute("SHUTDOWN IMMEDIATELY");
            }
            for (String when : List.of("after the kill", "after the close", "after the second close")) {
                try (Connection connection = new ConfiguredDataSource().getConnection()) {
                    assertEquals(rows, KilledWriter.last(connection), when);
                }
            }
        }
    }

    @Test
    @Timeout(120)
    void what_was_acknowledged_survives_kills_also_those_within_a_compaction() throws Exception {
        for (int kill = 1; kill <= 4; kill++) {
            long acknowledged = writeAndKill(150 * kill);
            try (Connection connection = new ConfiguredDataSource().getConnection()) {
                long last = KilledWriter.last(connection);
                assertTrue(
                        last >= acknowledged, () -> acknowledged + " was acknowledged, and " + last + " is the last");
                assertEquals(last, count(connection), "none is missing in between");
            }
        }
    }

    @Test
    void what_the_address_says_itself_is_not_said_twice() {
        assertEquals(
                List.of("DB_CLOSE_ON_EXIT", "DEFRAG_ALWAYS"),
                EmbeddedFile.settings(url + ";write_delay=500").keySet().stream()
                        .sorted()
                        .toList());
        assertEquals(3, EmbeddedFile.settings("jdbc:h2:~/crm").size());
        for (String elsewhere : List.of("jdbc:h2:mem:x", "jdbc:h2:tcp://host/x", "jdbc:postgresql://host/x")) {
            assertTrue(EmbeddedFile.settings(elsewhere).isEmpty(), elsewhere);
            assertEquals(Optional.empty(), EmbeddedFile.of(elsewhere));
        }
    }

    /** @return the last row that the writer called committed */
    private long writeAndKill(int rows) throws Exception {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtidemark.db.url=" + System.getProperty("tidemark.db.url"),
                        "--class-path",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName())
                .redirectErrorStream(true)
                .start();
        long acknowledged = 0;
        int written = 0;
        boolean looked = false;
        try (BufferedReader said = writer.inputReader()) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                looked |= line.equals("looked");
                if (line.matches("\\d+")) {
                    acknowledged = Long.parseLong(line);
                    written++;
                }
                if (written >= rows && looked) {
                    // Not by the process itself, which would close what it has said as well.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        writer.waitFor();
        return acknowledged;
    }

    private long size() {
        try {
            return Files.size(file);
        } catch (java.io.IOException e) {
            return 0;
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from written")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void commits(Connection connection, int count) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table written (id bigint primary key, text varchar)");
        }
        connection.commit();
        try (PreparedStatement insert = connection.prepareStatement("insert into written values (?, 'x')")) {
            for (int id = 1; id <= count; id++) {
                insert.setInt(1, id);
                insert.executeUpdate();
                connection.commit();
            }
        }
    }

    /** 9 MiB in the end, each replaced a few times; H2 keeps what is longer than 256 bytes elsewhere. */
    private static void largeValues(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("create table held (id integer primary key, text text)");
        }
        connection.commit();
        var random = new Random(1);
        try (PreparedStatement merge = connection.prepareStatement("merge into held values (?, ?)")) {
            for (int each = 0; each < 400; each++) {
                byte[] bytes = new byte[75_000];
                random.nextBytes(bytes);
                merge.setInt(1, random.nextInt(100));
                merge.setString(2, Base64.getEncoder().encodeToString(bytes));
                merge.executeUpdate();
                connection.commit();
            }
        }
    }
}
