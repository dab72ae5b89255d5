package org.tidemark.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.kinds.Kind;

/** The rights that docs/audit.md gives to the user that serves: enough to write the log, and not to change it. */
class AuditRightsTest {

    private static final String ON = "tidemark.audit";

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    @AfterEach
    void off() {
        System.clearProperty(ON);
    }

    private static Stream<String> all() {
        return Databases.all().filter(combination -> !combination.endsWith("MariaDB"));
    }

    private static List<String> grants(String grantee) throws IOException {
        return Files.readAllLines(Path.of("docs", "audit.md")).stream()
                .filter(line -> line.startsWith("grant "))
                .map(line -> line.replace("to tidemark;", "to " + grantee))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_user_that_serves_adds_to_the_log_and_changes_nothing(String combination) throws Exception {
        System.setProperty(ON, "true");
        String provider = Databases.provider(combination);
        String url = DATABASES.url(combination);
        TestUnit unit = TestUnit.of(provider + "-clerk", List.of(Kind.class));
        try (Estate estate = new Estate(provider, url, List.of("red"), unit)) {
            String clerk = "clerk_" + provider;
            List<String> statements = grants(clerk);
            assertEquals(3, statements.size());
            estate.inTransaction(em -> {
                sql(em, user(url, clerk));
                return null;
            });
            statements.forEach(grant -> estate.inTransaction(em -> sql(em, grant)));

            try (EntityManagerFactory clerks = unit.create(provider, as(clerk, url))) {
                run(clerks, em -> {
                    AuditLog.of(em, "alice", null).revoked("bob");
                    return 0;
                });
                assertEquals(1, run(clerks, AuditChain::chain));
                for (String forbidden :
                        List.of("update tidemark_audit set actor = 'mallory'", "delete from tidemark_audit")) {
                    assertThrows(PersistenceException.class, () -> run(clerks, em -> sql(em, forbidden)), forbidden);
                }
            }
            assertEquals(
                    1, estate.inTransaction(em -> AuditChain.entries(em, 1)).size());
        }
    }

    private static String user(String url, String name) {
        return "create user " + name + (url.startsWith("jdbc:postgresql:") ? "" : " password 'clerk'");
    }

    private static Map<String, String> as(String name, String url) {
        String clerks = url.replace("user=postgres", "user=" + name);
        return Map.of(
                "jakarta.persistence.jdbc.url",
                clerks,
                "jakarta.persistence.jdbc.user",
                name,
                "jakarta.persistence.jdbc.password",
                "clerk",
                "eclipselink.session-name",
                clerks + "-clerk",
                "eclipselink.weaving",
                "false");
    }

    private static int sql(EntityManager em, String statement) {
        return em.createNativeQuery(statement).executeUpdate();
    }

    private static int run(EntityManagerFactory factory, ToIntFunction<EntityManager> work) {
        try (EntityManager em = factory.createEntityManager()) {
            em.getTransaction().begin();
            try {
                int result = work.applyAsInt(em);
                em.getTransaction().commit();
                return result;
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
            }
        }
    }
}
