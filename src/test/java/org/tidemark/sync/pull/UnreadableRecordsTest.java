package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
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
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.retry.UnreadableException;

/** A row that JPA cannot read keeps no other record from a replica, and no other change from the server. */
class UnreadableRecordsTest extends UnreadableCase {

    static Stream<Arguments> ways() {
        return Stream.of("hibernate", "eclipselink").flatMap(provider -> Stream.of(
                        List.of("colour", "update fragile set colour = 'secret' where"),
                        List.of("code", "update fragile set code = 'secret' where"),
                        List.of("paint", "update fragile set inner_colour = 'secret' where"),
                        List.of("shades", "update fragile_colours set shade = 'secret' where"))
                .map(way -> Arguments.of(provider, way.get(0), way.get(1))));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void the_others_arrive_and_the_log_names_it_once(String provider, String field, String broken) throws Exception {
        open(provider);
        List<UUID> ids = add(25);
        UUID bad = ids.get(12);
        spoil(broken, bad);
        Set<String> expected = texts(ids);
        expected.remove(bad.toString());

        assertEquals(expected, estate.pull("fragile").keySet());
        assertEquals(expected, pages());
        assertEquals(expected, estate.pull("fragile").keySet());

        assertEquals(1, told.size(), told::toString);
        String line = told.get(0);
        assertTrue(line.contains(bad.toString()) && line.contains("fragile") && line.contains(field), line);
        assertFalse(line.contains("secret") || line.contains("\n"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void all_of_them(String provider) throws Exception {
        open(provider);
        List<UUID> ids = add(30);
        for (UUID id : ids) {
            spoil("update fragile set colour = 'secret' where", id);
        }
        assertEquals(Set.of(), estate.pull("fragile").keySet());
        assertEquals(Set.of(), pages());
        assertEquals(30, told.size());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void a_change_of_it_is_refused_for_good(String provider, String field, String broken) throws Exception {
        open(provider);
        List<UUID> ids = add(2);
        spoil(broken, ids.get(0));
        Change change = modified("fragile", ids.get(0), 1, "{'note': 'b'}");

        assertRefused(change, ids.get(0));
        if (!field.equals("shades")) { // a record that refers to it does not need them
            String fields = "{'team': 'red', 'beside': '" + ids.get(0) + "'}";
            assertRefused(added("fragile", UUID.randomUUID(), fields), ids.get(0));
        }
        assertEquals(
                1,
                estate.push(modified("fragile", ids.get(1), 2, "{'note': 'b'}"))
                        .applied()
                        .size());
        assertEquals(1, estate.pull("fragile").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_getter_that_throws_refuses_the_change_alone(String provider) throws Exception {
        open(provider);
        UUID id = add(1).get(0);
        spoil("update fragile set mood = 'secret' where", id);
        assertEquals(1, estate.pull("fragile").size());
        assertRefused(modified("fragile", id, 1, "{'note': 'b'}"), id);
    }

    private void assertRefused(Change change, UUID culprit) {
        var refused = assertThrows(UnreadableException.class, () -> estate.push(change));
        assertTrue(refused.isForGood());
        assertTrue(refused.records().contains(new RecordKey("fragile", culprit)));
        Rejection rejection = refused.rejection(change.key(), estate.registry.get("fragile"));
        assertFalse(rejection.toString().contains("secret"), rejection::toString);
    }
}
