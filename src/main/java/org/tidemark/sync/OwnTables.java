package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks whether the persistence unit knows Tidemark's own entities, and whether their tables come from our scripts. A provider that creates
 * the tables makes {@code varchar(255)} of what has to hold a whole push.
 */
final class OwnTables {

    private static final int SHORTEST_TEXT = 1_000_000;

    private OwnTables() {}

    /** A sentence for each mistake, with its cure. Tables that are not there yet are none: scripts may run later. */
    static List<String> mistakes(EntityManager em) {
        List<String> mistakes = new ArrayList<>(unknownEntities(em));
        if (mistakes.isEmpty()) {
            mistakes.addAll(shortColumns(em));
        }
        return mistakes;
    }

    private static List<String> unknownEntities(EntityManager em) {
        List<String> unknown = Stream.of(
                        Replica.class,
                        ScopeClock.class,
                        Tombstone.class,
                        RegisteredConflict.class,
                        ServerIdentity.class,
                        CursorKey.class)
                .filter(entity ->
                        em.getMetamodel().getEntities().stream().noneMatch(known -> known.getJavaType() == entity))
                .map(Class::getSimpleName)
                .toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("the persistence unit does not know Tidemark's entities " + String.join(", ", unknown)
                        + ": add <mapping-file>META-INF/tidemark-orm.xml</mapping-file> to persistence.xml");
    }

    private static List<String> shortColumns(EntityManager em) {
        boolean mariaDb = DatabaseCheck.isMariaDb(em);
        String schema = mariaDb ? "schema()" : "current_schema";
        try {
            List<?> columns = em.createNativeQuery(
                            "select concat(lower(table_name), '.', lower(column_name)) from information_schema.columns"
                                    + " where table_schema = "
                                    + schema
                                    + " and lower(table_name) in ('tidemark_replica', 'tidemark_conflict')"
                                    + " and lower(column_name) in ('result', 'seen', 'body', 'resolution')"
                                    + " and character_maximum_length < " + SHORTEST_TEXT + " order by 1")
                    .getResultList();
            return columns.stream()
                    .map(column -> column
                            + " is too short for what it has to hold: make it text, or longtext on MariaDB."
                            + " The tables come from org/tidemark/db/*/V1__tidemark.sql; the persistence"
                            + " provider must not create them")
                    .toList();
        } catch (PersistenceException unknownCatalogue) {
            return List.of();
        }
    }
}
