package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.state.ScopeClock;

/** Rows that were there before Tidemark, by both JPA providers. */
class UnnumberedRowsJobTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    /** More than a statement numbers at once, and some. */
    private static final int ROWS = 123;

    private final String name = UUID.randomUUID().toString().substring(0, 8);

    private static Estate estate(String provider) {
        return ESTATES.on(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void old_rows_are_numbered_once_in_the_order_of_their_ids(String provider) {
        Estate estate = estate(provider);
        oldMachines(estate, "red", ROWS);
        oldMachines(estate, "blue", 1);
        List<UUID> ids = unnumbered(estate, "machines", PullProjection.NONE, 1000);
        assertEquals(ROWS + 1, ids.size());

        List<UUID> first = unnumbered(estate, "machines", PullProjection.NONE, 100);
        estate.inTransaction(em -> {
            CapturedChanges.rehearse(em, estate.registry.get("machines"));
            return null;
        });
        assertEquals(ids.subList(0, 100), first);
        assertEquals(100, number(estate, "machines", first));
        assertEquals(ids.subList(100, ROWS + 1), unnumbered(estate, "machines", first.get(99), 1000));
        assertEquals(
                ids.subList(100, ROWS + 1), unnumbered(estate, "machines", PullProjection.NONE, 1000), "after a crash");

        assertEquals(ROWS - 99, number(estate, "machines", ids), "what has a number keeps it");
        assertEquals(List.of(), unnumbered(estate, "machines", PullProjection.NONE, 1000));
        List<Object[]> rows = rows(
                estate,
                "select sync_scope, sync_version, sync_modified_by, opt_lock, team from machine where name = ?1");
        Set<Object> versions = new HashSet<>();
        for (Object[] row : rows) {
            assertEquals(row[4], row[0]);
            assertTrue(((Number) row[1]).longValue() > 0);
            assertTrue(versions.add(row[0] + " " + row[1]), "a number is given once in a scope");
            assertEquals("system", row[2]);
            assertEquals(7, ((Number) row[3]).intValue(), "whoever has read the row can still save it");
        }
        assertEquals(ROWS + 1, rows.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void old_children_get_the_scope_of_their_parents(String provider) {
        Estate estate = estate(provider);
        List<Long> machines = oldMachines(estate, "blue", 60);
        number(estate, "machines", unnumbered(estate, "machines", PullProjection.NONE, 1000));
        machines.forEach(machine -> oldPart(estate, machine));
        long clock = clock(estate, "blue");

        assertEquals(60, number(estate, "parts", unnumbered(estate, "parts", PullProjection.NONE, 1000)));

        List<Object[]> parts = rows(
                estate,
                "select distinct sync_scope, 1 from part where code like ?1 || '%' and sync_version > " + clock);
        assertEquals(1, parts.size());
        assertEquals("blue", parts.get(0)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void rows_without_a_scope_are_counted_and_wait(String provider) {
        Estate estate = estate(provider);
        List<Long> machines = oldMachines(estate, null, 2);
        oldPart(estate, machines.get(0));
        oldPart(estate, null);
        assertEquals(2, withoutScope(estate, "machines"));
        assertEquals(2, withoutScope(estate, "parts"));
        assertEquals(List.of(), unnumbered(estate, "machines", PullProjection.NONE, 1000));
        assertEquals(List.of(), unnumbered(estate, "parts", PullProjection.NONE, 1000));
        assertEquals("machine.team", estate.registry.scopePath(estate.registry.get("parts")));

        sql(estate, "update machine set team = 'red' where name = '" + name + "'");
        assertEquals(0, withoutScope(estate, "machines"));
        assertEquals(
                2, unnumbered(estate, "machines", PullProjection.NONE, 1000).size());
        assertEquals(1, unnumbered(estate, "parts", PullProjection.NONE, 1000).size());
        sql(estate, "delete from part where code like '" + name + "%'");
        sql(estate, "delete from machine where name = '" + name + "'");
    }

    private List<Long> oldMachines(Estate estate, String team, int count) {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long id = ((Number) estate.inTransaction(em -> em.createNativeQuery("select next value for machine_id")
                            .getSingleResult()))
                    .longValue();
            ids.add(id);
            sql(
                    estate,
                    "insert into machine values (" + id + ", random_uuid(), '', 0, current_timestamp, '', 7, "
                            + (team == null ? "null" : "'" + team + "'") + ", '" + name + "')");
        }
        return ids;
    }

    private void oldPart(Estate estate, Long machine) {
        sql(
                estate,
                "insert into part values ('" + name
                        + UUID.randomUUID().toString().substring(0, 20)
                        + "', random_uuid(), '', 0, current_timestamp, '', 0, " + machine + ")");
    }

    private static void sql(Estate estate, String sql) {
        estate.inTransaction(em -> em.createNativeQuery(sql).executeUpdate());
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> rows(Estate estate, String sql) {
        return estate.inTransaction(em ->
                (List<Object[]>) em.createNativeQuery(sql).setParameter(1, name).getResultList());
    }

    private static long clock(Estate estate, String scope) {
        return estate.inTransaction(em -> em.find(ScopeClock.class, scope).version());
    }

    private static List<UUID> unnumbered(Estate estate, String collection, UUID after, int limit) {
        return estate.inTransaction(
                em -> em.createQuery(estate.registry.unnumberedQuery(estate.registry.get(collection)), UUID.class)
                        .setParameter("after", after)
                        .setMaxResults(limit)
                        .getResultList());
    }

    private static long withoutScope(Estate estate, String collection) {
        return estate.inTransaction(
                em -> em.createQuery(estate.registry.withoutScopeQuery(estate.registry.get(collection)), Long.class)
                        .getSingleResult());
    }

    private static int number(Estate estate, String collection, List<UUID> ids) {
        return estate.inTransaction(em -> {
            var changes = new CapturedChanges(estate.registry, estate.before());
            ids.forEach(id -> changes.addNewRow(new RecordKey(collection, id)));
            changes.number(em, Instant.now(), "system");
            return changes.numbered();
        });
    }
}
