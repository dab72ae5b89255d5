package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.it.server.MariaDb;

/** What MariaDB has by itself is refused, and what makes it safe is not. */
class DatabaseCheckTest {

    private static final String COMMITTED = "?transactionIsolation=READ-COMMITTED";

    private static MariaDb mariaDb;

    @BeforeAll
    static void start() throws Exception {
        mariaDb = MariaDb.shared();
    }

    @AfterEach
    void withoutTables() throws SQLException {
        run("drop table if exists visit, asset");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_isolation_that_it_has_by_itself_is_refused(String provider) {
        List<String> mistakes = mistakes(provider, mariaDb.url());

        assertEquals(1, mistakes.size());
        assertTrue(mistakes.get(0).contains("REPEATABLE-READ"), mistakes.get(0));
        assertTrue(mistakes.get(0).contains("transactionIsolation=READ-COMMITTED"), mistakes.get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                COMMITTED,
                "?transactionIsolation=SERIALIZABLE",
                "?sessionVariables=innodb_snapshot_isolation=ON",
            })
    void what_sees_the_newest_state_or_refuses_an_old_one_is_not(String options) {
        assertEquals(List.of(), mistakes("hibernate", mariaDb.url() + options));
    }

    @Test
    void a_scope_column_that_takes_two_scopes_for_one_is_named() throws SQLException {
        run("create table visit (sync_scope varchar(100) character set utf8mb4 collate utf8mb4_general_ci)");
        run("create table asset (sync_scope varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin)");

        List<String> mistakes = mistakes("hibernate", mariaDb.url() + COMMITTED);

        assertEquals(1, mistakes.size(), mistakes.toString());
        assertTrue(
                mistakes.get(0).startsWith("visit.sync_scope has the collation utf8mb4_general_ci"), mistakes.get(0));
    }

    @Test
    void one_that_pads_blanks_is_named_too() throws SQLException {
        run("create table visit (sync_scope varchar(100) character set utf8mb4 collate utf8mb4_bin)");

        assertEquals(1, mistakes("hibernate", mariaDb.url() + COMMITTED).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void other_databases_need_no_question(String provider) {
        assertEquals(List.of(), mistakes(provider, "jdbc:h2:mem:" + UUID.randomUUID()));
    }

    private static List<String> mistakes(String provider, String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        Map<String, String> properties = Map.of(
                "jakarta.persistence.jdbc.url",
                url,
                "jakarta.persistence.jdbc.user",
                h2 ? "sa" : mariaDb.user(),
                "jakarta.persistence.jdbc.password",
                h2 ? "" : mariaDb.password(),
                "eclipselink.session-name",
                url,
                "eclipselink.weaving",
                "false");
        try (EntityManagerFactory factory =
                        Persistence.createEntityManagerFactory("fieldservice-" + provider, properties);
                EntityManager em = factory.createEntityManager()) {
            return Dialect.of(em).mistakes(em);
        }
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = mariaDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
