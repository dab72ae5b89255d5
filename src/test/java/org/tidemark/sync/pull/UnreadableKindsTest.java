package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.modified;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.CurrentRecords;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.retry.UnreadableException;

/**
 * A record cannot be read, whatever its converter or its getter throws. Only what tells of the machine is not the
 * record's fault.
 */
class UnreadableKindsTest extends UnreadableCase {

    static Stream<Arguments> kinds() {
        return Stream.of("hibernate", "eclipselink")
                .flatMap(provider -> Stream.of("assertion", "class", "start", "depth", "file", "todo", "throwable")
                        .map(kind -> Arguments.of(provider, "secret " + kind)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void the_others_arrive_whatever_a_converter_throws(String provider, String kind) throws Exception {
        open(provider);
        List<UUID> ids = add(5);
        UUID bad = ids.get(2);
        spoil("update fragile set code = '" + kind + "' where", bad);
        Set<String> expected = texts(ids);
        expected.remove(bad.toString());

        assertEquals(expected, estate.pull("fragile").keySet());
        assertEquals(expected, pages());
        assertEquals(1, told.size(), told::toString);
        String line = told.get(0);
        assertTrue(line.contains(bad.toString()) && line.contains("look at code"), line);
        assertFalse(line.contains("secret"), line);

        assertRefused(modified("fragile", bad, 3, "{'note': 'b'}"), bad);
        var key = new RecordKey("fragile", bad);
        estate.inTransaction(em -> {
            assertEquals(
                    List.of("code"),
                    UnreadableRecords.of(em, estate.registry.get("fragile"), key)
                            .orElseThrow());
            var records = new CurrentRecords(em, estate.registry);
            return assertThrows(UnreadableException.class, () -> records.of(key));
        });
        Change other = modified("fragile", ids.get(0), 1, "{'note': 'b'}");
        assertEquals(1, estate.push(other).applied().size());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void a_getter_refuses_the_change_alone(String provider, String kind) throws Exception {
        open(provider);
        UUID id = add(1).get(0);
        spoil("update fragile set mood = '" + kind + "' where", id);
        assertEquals(1, estate.pull("fragile").size());
        assertRefused(modified("fragile", id, 1, "{'note': 'b'}"), id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void where_the_memory_is_at_its_end_no_record_is_to_blame(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(3);
        spoil("update fragile set code = 'secret memory' where", ids.get(1));
        assertThrows(OutOfMemoryError.class, this::pages);
        Change change = modified("fragile", ids.get(1), 2, "{'note': 'b'}");
        assertThrows(OutOfMemoryError.class, () -> estate.push(change));
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void who_is_interrupted_remains_so(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(3);
        spoil("update fragile set code = 'secret stop' where", ids.get(1));
        var refusal = assertThrows(Refusal.class, this::pages);
        assertTrue(Thread.interrupted());
        assertEquals(503, refusal.status());
        assertEquals(List.of(), told);
    }

    private void assertRefused(Change change, UUID culprit) {
        var refused = assertThrows(UnreadableException.class, () -> estate.push(change));
        assertTrue(refused.isForGood());
        assertTrue(refused.records().contains(new RecordKey("fragile", culprit)));
    }
}
