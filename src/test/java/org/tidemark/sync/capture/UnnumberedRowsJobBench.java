package org.tidemark.sync.capture;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Persistence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.clock.RowsBefore;

/**
 * Measures docs/existing-tables.md: its statements, read from there, and the first numbering, on a table of so many
 * rows in an empty database of PostgreSQL, while others write. A program, not a test:
 * {@code UnnumberedRowsJobBench url rows provider [seconds]}. After so many seconds it stops, and goes on when it is
 * called again.
 */
final class UnnumberedRowsJobBench {

    private static final String[] TEAMS = {"red", "green", "blue", "grey"};
    private static final int BLOCK = 20_000;
    private static final int PORTION = 250;

    private final String url;
    private final int rows;
    private final long end;

    private UnnumberedRowsJobBench(String url, int rows, int seconds) {
        this.url = url;
        this.rows = rows;
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    public static void main(String[] args) throws Exception {
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 24 * 3600;
        new UnnumberedRowsJobBench(args[0], Integer.parseInt(args[1]), seconds).run(args[2]);
    }

    private void run(String provider) throws Exception {
        if (one("select count(*) from information_schema.tables where table_name = 'machine'") == 0) {
            prepare();
        }
        Map<String, String> settings = Map.of("jakarta.persistence.jdbc.url", url, "eclipselink.session-name", "bench");
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(provider, settings)) {
            measure("the first numbering (" + provider + ")", () -> number(factory));
        }
    }

    private void prepare() throws Exception {
        execute(Files.readString(Path.of("src/main/resources/org/tidemark/db/common/V1__tidemark.sql")));
        execute("create sequence machine_id");
        execute("create table machine (id bigint primary key, opt_lock integer, team varchar(100), name varchar(100))");
        execute("create table part (code varchar(40) primary key, machine bigint)");
        execute(
                "insert into machine select i, 7, (array['red','green','blue','grey'])[1 + i % 4], 'machine ' || i from generate_series(1, "
                        + rows + ") i");
        execute("vacuum analyze machine");
        for (String team : TEAMS) {
            execute("insert into tidemark_clock values ('" + team + "', 0, 0)");
        }
        for (String statement : documented()) {
            measure(
                    statement
                            .lines()
                            .filter(line -> !line.startsWith("--"))
                            .findFirst()
                            .orElse(""),
                    () -> execute(statement));
        }
    }

    /** The statements of the section about PostgreSQL, for the table of this program. */
    private static List<String> documented() throws Exception {
        Matcher block = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/existing-tables.md")));
        if (!block.find()) {
            throw new IllegalStateException("no SQL in the document");
        }
        List<String> statements = new ArrayList<>();
        for (String statement :
                block.group(1).replace("service_order", "machine").split("\n\n")) {
            if (!statement.contains("lock_timeout")) {
                statements.add(statement.strip().replaceAll(";$", ""));
            }
        }
        return statements;
    }

    private interface Work {
        void run() throws Exception;
    }

    /** With a program that changes rows, and one that also takes a clock, as a push does. */
    private void measure(String what, Work work) throws Exception {
        var plain = new Writer(false);
        var pushing = new Writer(true);
        plain.start();
        pushing.start();
        long begin = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - begin) / 1e9;
        plain.end();
        pushing.end();
        System.out.printf(
                "%-60.60s %8.1f s   longest wait: update %d ms of %d, push %d ms of %d%n",
                what, seconds, plain.longest, plain.count, pushing.longest, pushing.count);
    }

    private final class Writer extends Thread {

        private final boolean takesClock;
        private volatile boolean ended;
        private long longest;
        private int count;

        Writer(boolean takesClock) {
            this.takesClock = takesClock;
        }

        @Override
        public void run() {
            var random = new Random(rows);
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!ended) {
                    long begin = System.nanoTime();
                    statement.execute("update machine set name = 'written' where id = " + (1 + random.nextInt(rows)));
                    if (takesClock) {
                        statement.execute("update tidemark_clock set version = version + 1 where scope = '"
                                + TEAMS[count % 4] + "'");
                    }
                    connection.commit();
                    longest = Math.max(longest, (System.nanoTime() - begin) / 1_000_000);
                    count++;
                    Thread.sleep(5);
                }
            } catch (SQLException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void end() throws InterruptedException {
            ended = true;
            join();
        }
    }

    /** As {@link UnnumberedRowsJob} does it. */
    private void number(EntityManagerFactory factory) {
        var registry = new CollectionRegistry(factory.getMetamodel());
        String query = registry.unnumberedQuery(registry.get("machines"));
        int numbered = 0;
        UUID after = PullProjection.NONE;
        List<UUID> block;
        do {
            UUID last = after;
            block = inTransaction(factory, em -> {
                CapturedChanges.rehearse(em, registry.get("machines"));
                return em.createQuery(query, UUID.class)
                        .setParameter("after", last)
                        .setMaxResults(BLOCK)
                        .getResultList();
            });
            for (int from = 0; from < block.size() && System.nanoTime() < end; from += PORTION) {
                List<UUID> portion = block.subList(from, Math.min(from + PORTION, block.size()));
                numbered += inTransaction(factory, em -> {
                    var changes = new CapturedChanges(registry, new RowsBefore(factory::createEntityManager));
                    portion.forEach(id -> changes.addNewRow(new RecordKey("machines", id)));
                    changes.number(em, Instant.now(), "system");
                    return changes.numbered();
                });
            }
            after = block.isEmpty() ? after : block.get(block.size() - 1);
        } while (block.size() == BLOCK && System.nanoTime() < end);
        System.out.printf("%d rows%n", numbered);
    }

    private static <T> T inTransaction(EntityManagerFactory factory, Function<EntityManager, T> work) {
        EntityManager em = factory.createEntityManager();
        try {
            em.getTransaction().begin();
            em.setFlushMode(FlushModeType.COMMIT);
            T result = work.apply(em);
            em.getTransaction().commit();
            return result;
        } finally {
            em.close();
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long one(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        }
    }
}
