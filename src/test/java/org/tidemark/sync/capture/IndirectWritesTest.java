package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Sides;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.sync.state.Tombstone;

/** What JPA writes besides the records of a push counts as well: it is numbered, and replicas hear of it. */
class IndirectWritesTest {

    @RegisterExtension
    static final Estates ESTATES = Estates.of("sides", List.of("red"), List.of(Kind.class, Sides.class));

    private final UUID sheet = UUID.randomUUID();
    private final UUID line = UUID.randomUUID();

    private static Estate estate(String provider) {
        return ESTATES.on(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_a_deletion_cascades_to_leaves_the_replicas(String provider) {
        Estate estate = estate(provider);
        applied(estate.push(added("sheets", sheet, "{'team': 'red', 'note': 'a'}")));
        UUID other = UUID.randomUUID();
        for (UUID id : List.of(line, other)) {
            applied(estate.push(added("lines", id, "{'team': 'red', 'sheet': '%s'}".formatted(sheet))));
        }
        long before = clock(estate);

        applied(estate.push(deleted("sheets", sheet, version(estate, "sheets", sheet))));

        assertNull(estate.pull("lines", line));
        Map<UUID, Long> traces = traces(estate);
        assertTrue(traces.get(line) > before, traces::toString);
        assertTrue(traces.get(other) > before, traces::toString);
        assertEquals(before + 3, clock(estate), "each has a number of its own");
        PushResult late = estate.push(modified("lines", line, before, "{'note': 'b'}"));
        assertEquals(1, late.toJson().getJsonArray("conflicts").size(), "no edit brings it back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_a_setter_changes_elsewhere_has_a_version_of_its_own(String provider) {
        Estate estate = estate(provider);
        applied(estate.push(
                added("sheets", sheet, "{'team': 'red', 'note': 'a'}"),
                added("lines", line, "{'team': 'red', 'sheet': '%s', 'amount': 2}".formatted(sheet))));
        JsonObject before = estate.pull("sheets", sheet);

        applied(estate.push(modified("lines", line, version(estate, "lines", line), "{'amount': 5}")));

        assertMovedOn(estate, before, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_a_callback_changes_elsewhere_has_a_version_of_its_own(String provider) {
        Estate estate = estate(provider);
        applied(estate.push(
                added("sheets", sheet, "{'team': 'red', 'note': 'a'}"),
                added("counted", line, "{'team': 'red', 'sheet': '%s', 'amount': 2}".formatted(sheet))));
        JsonObject before = estate.pull("sheets", sheet);

        // The sheet is read first, for its lock: JPA has passed it when the callback comes.
        String fields = "{'amount': 7, 'sheet': '%s'}".formatted(sheet);
        applied(estate.push(modified("counted", line, version(estate, "counted", line), fields)));

        assertMovedOn(estate, before, 7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_a_callback_changes_only_when_the_number_is_written_gets_one_too(String provider) {
        Estate estate = estate(provider);
        UUID other = UUID.randomUUID();
        applied(estate.push(
                added("sheets", sheet, "{'team': 'red', 'note': 'a'}"),
                added("sheets", other, "{'team': 'red', 'note': 'b'}"),
                added("counted", line, "{'team': 'red', 'sheet': '%s', 'amount': 2}".formatted(other))));
        JsonObject before = estate.pull("sheets", sheet);

        // The edit has the rows written first; then the new one has its callback called as well, with its number.
        applied(estate.push(
                modified("counted", line, version(estate, "counted", line), "{'amount': 3}"),
                added("counted", UUID.randomUUID(), "{'team': 'red', 'sheet': '%s', 'amount': 9}".formatted(sheet))));

        assertMovedOn(estate, before, 9);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void who_is_only_referred_to_keeps_the_version(String provider) {
        Estate estate = estate(provider);
        applied(estate.push(added("sheets", sheet, "{'team': 'red', 'note': 'a'}")));
        long before = version(estate, "sheets", sheet);

        applied(estate.push(added("lines", line, "{'team': 'red', 'sheet': '%s', 'amount': 0}".formatted(sheet))));

        assertEquals(before, version(estate, "sheets", sheet));
    }

    private void assertMovedOn(Estate estate, JsonObject before, int total) {
        JsonObject after = estate.pull("sheets", sheet);
        assertEquals(total, after.getJsonObject("fields").getInt("total"));
        assertTrue(after.getInt("version") > before.getInt("version"), after::toString);
        PushResult late = estate.push(modified("sheets", sheet, before.getInt("version"), "{'total': 1}"));
        assertEquals(1, late.toJson().getJsonArray("conflicts").size(), late.toJson()::toString);
        assertEquals(after, estate.pull("sheets", sheet));
    }

    private static void applied(PushResult result) {
        JsonObject answer = result.toJson();
        assertTrue(answer.getJsonArray("conflicts").isEmpty(), answer::toString);
        assertTrue(answer.getJsonArray("rejected").isEmpty(), answer::toString);
    }

    private static long version(Estate estate, String collection, UUID id) {
        return estate.pull(collection, id).getJsonNumber("version").longValue();
    }

    private static long clock(Estate estate) {
        return estate.inTransaction(em -> em.find(ScopeClock.class, "red").version());
    }

    private static Map<UUID, Long> traces(Estate estate) {
        Map<UUID, Long> traces = new HashMap<>();
        estate.inTransaction(em -> em.createQuery("select t from Tombstone t", Tombstone.class)
                        .getResultList())
                .forEach(trace -> traces.put(trace.key().id(), trace.version()));
        return traces;
    }
}
