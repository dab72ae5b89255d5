package org.tidemark.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.datasource.ConfiguredDataSource;
import org.tidemark.it.server.MariaDb;
import org.tidemark.spi.Caller;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.state.Replica;

/**
 * By our own connections, a MariaDB keeps instants in UTC to the microsecond, wherever the server stands, and both
 * providers agree.
 */
class InstantsOnMariaDbTest {

    private static final List<String> PROVIDERS = List.of("hibernate", "eclipselink");
    private static final Map<String, EntityManagerFactory> FACTORIES = new HashMap<>();
    private static final TimeZone BEFORE = TimeZone.getDefault();

    private static ConfiguredDataSource ours;

    @BeforeAll
    static void start() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        MariaDb mariaDb = MariaDb.shared();
        Map<String, String> settings = Map.of(
                "tidemark.db.url", mariaDb.url(),
                "tidemark.db.user", mariaDb.user(),
                "tidemark.db.password", mariaDb.password());
        settings.forEach(System::setProperty);
        ours = new ConfiguredDataSource();
        settings.keySet().forEach(System::clearProperty);
        run(
                "create table tidemark_replica (id uuid primary key, owner varchar(200), label varchar(200), number bigint, abandoned boolean,"
                        + " digest varchar(64), complete boolean, result longtext, revoked boolean, created_at datetime(6),"
                        + " last_sync_at datetime(6), seen longtext)");
        for (String provider : PROVIDERS) {
            FACTORIES.put(
                    provider,
                    TestUnit.of(provider, List.of())
                            .create(
                                    provider,
                                    Map.of(
                                            "jakarta.persistence.nonJtaDataSource",
                                            ours,
                                            "eclipselink.session-name",
                                            "instants",
                                            "eclipselink.weaving",
                                            "false")));
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        TimeZone.setDefault(BEFORE);
        FACTORIES.values().forEach(EntityManagerFactory::close);
        run("drop table tidemark_replica");
    }

    /** Twice half past two of one night in Berlin, and what a timestamp of MariaDB could not hold. */
    static Stream<Arguments> instants() {
        return PROVIDERS.stream().flatMap(provider -> Stream.of(
                        "2026-10-25T00:30:00.123456Z", "2026-10-25T01:30:00.000001Z", "2040-07-01T12:00:00.999999Z")
                .map(instant -> Arguments.of(provider, Instant.parse(instant))));
    }

    @ParameterizedTest
    @MethodSource("instants")
    void what_one_writes_both_read(String writer, Instant instant) throws SQLException {
        UUID id = UUID.randomUUID();
        try (EntityManager em = FACTORIES.get(writer).createEntityManager()) {
            em.getTransaction().begin();
            em.persist(new Replica(id, new Alice(), instant));
            em.getTransaction().commit();
        }

        String kept = instant.toString().replace('T', ' ').replace("Z", "");
        assertEquals(kept, text("select cast(created_at as char) from tidemark_replica where id = '" + id + "'"));
        for (String reader : PROVIDERS) {
            try (EntityManager em = FACTORIES.get(reader).createEntityManager()) {
                Instant read = em.createQuery("select r.createdAt from Replica r where r.id = :id", Instant.class)
                        .setParameter("id", id)
                        .getSingleResult();
                assertEquals(instant, read, reader);
            }
        }
    }

    @Test
    void our_connections_see_what_is_committed_and_wait_five_seconds() throws SQLException {
        assertEquals(
                "READ-COMMITTED +00:00 5",
                text("select concat(@@transaction_isolation, ' ', @@time_zone, ' ', @@innodb_lock_wait_timeout)"));
    }

    private static String text(String query) throws SQLException {
        try (Connection connection = ours.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = ours.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Alice() implements Caller {
        @Override
        public String user() {
            return "alice";
        }

        @Override
        public boolean isInRole(String role) {
            return false;
        }
    }
}
