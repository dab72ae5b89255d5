package org.tidemark.sync.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Converters;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Texts;

/**
 * Tables that a persistence provider has made are named at the start, and not by the first push that is too long for
 * them.
 */
class OwnTablesTest {

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    static Stream<String> all() {
        return Databases.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_column_that_is_too_short_is_named_with_its_cure(String database) throws Exception {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Texts.class, Converters.class));
        try (Estate estate = DATABASES.estate(database, "tables", List.of("red"), unit)) {
            assertEquals(List.of(), estate.inTransaction(em -> OwnTables.mistakes(em, Dialect.of(em))));
            String shorter = database.endsWith("MariaDB")
                    ? "modify body varchar(255)"
                    : database.endsWith("PostgreSQL")
                            ? "alter column body type varchar(255)"
                            : "alter column body varchar(255)";
            estate.inTransaction(em -> em.createNativeQuery("alter table tidemark_conflict " + shorter)
                    .executeUpdate());
            List<String> mistakes = estate.inTransaction(em -> OwnTables.mistakes(em, Dialect.of(em)));
            assertEquals(1, mistakes.size(), mistakes.toString());
            assertTrue(mistakes.get(0).startsWith("tidemark_conflict.body is too short"), mistakes.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void entities_that_the_unit_does_not_know_are_named(String provider) {
        var unit = new TestUnit(provider, List.of(), List.of(), SharedCacheMode.NONE);
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        Map<String, String> properties = Map.of(
                "jakarta.persistence.jdbc.url", url, "eclipselink.session-name", url, "eclipselink.weaving", "false");
        try (EntityManagerFactory factory = unit.create(provider, properties);
                var em = factory.createEntityManager()) {
            assertTrue(OwnTables.mistakes(em, Dialect.H2).get(0).contains("META-INF/tidemark-orm.xml"));
        }
    }
}
