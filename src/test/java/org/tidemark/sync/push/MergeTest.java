package org.tidemark.sync.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.json;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.retry.DatabaseRefusedException;

/** Merges as they are written and answered, and the fields that nobody may change, with both JPA providers. */
class MergeTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String FIELDS =
            "{'team': 'red', 'street': 'Quay 1', 'city': 'Oslo', 'begins': 8, 'ends': 10, 'openedBy': 'bob'%s}";

    private final UUID id = UUID.randomUUID();

    private static Estate estate(String provider) {
        return ESTATES.on(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void edits_of_different_fields_are_merged_and_the_answer_says_so(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        JsonObject first = applied(estate.push(edit(version, "{'street': 'Quay 2'}", "{'street': 'Quay 1'}")));
        assertFalse(first.containsKey("merged"), "nobody else had changed it");
        JsonObject second = applied(estate.push(edit(version, "{'ends': 12}", "{'ends': 10}")));
        assertTrue(second.getBoolean("merged"));
        assertEquals("Quay 2", record(estate).getString("street"));
        assertEquals(12, record(estate).getInt("ends"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void coupled_fields_come_from_one_side(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        applied(estate.push(edit(version, "{'street': 'Quay 2'}", "{'street': 'Quay 1'}")));
        PushResult result = estate.push(edit(version, "{'city': 'Bergen'}", "{'city': 'Oslo'}"));
        assertEquals(1, result.conflicts().size());
        assertEquals(
                "[\"street\",\"city\"]",
                result.conflicts().getJsonObject(0).getJsonArray("disputed").toString());
        assertEquals("Oslo", record(estate).getString("city"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_merge_that_breaks_a_rule_is_for_a_person(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        long later = applied(estate.push(edit(version, "{'ends': 9}", "{'ends': 10}")))
                .getInt("version");
        // Each of them alone would do: it begins at 9.30, as it were, and ended at 10.
        PushResult result = estate.push(edit(version, "{'begins': 10}", "{'begins': 8}"));
        assertEquals(1, result.conflicts().size(), () -> result.toJson().toString());
        assertEquals(8, record(estate).getInt("begins"), "nothing of it is written");
        assertEquals(later, estate.pull("visits").get(id.toString()).getInt("version"));
        long registered = estate.inTransaction(
                em -> em.createQuery("select count(c) from ConflictEntry c where c.record = :id", Long.class)
                        .setParameter("id", id)
                        .getSingleResult());
        assertEquals(1, registered);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_merge_that_breaks_a_rule_takes_its_group_along(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        applied(estate.push(edit(version, "{'ends': 9}", "{'ends': 10}")));
        UUID other = UUID.randomUUID();
        PushResult result = estate.push(
                new Change.Added(new RecordKey("visits", other), 0, json(FIELDS.formatted("")), "g"),
                new Change.Modified(
                        new RecordKey("visits", id), version, whole("{'begins': 10}"), json("{'begins': 8}"), "g"));
        assertEquals(1, result.conflicts().size());
        assertEquals("group", result.rejected().getJsonObject(0).getString("reason"));
        assertFalse(estate.pull("visits").containsKey(other.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_field_that_the_database_fills_is_nobodys_to_write(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        assertEquals("by the database", record(estate).getString("stamp"));
        refused("malformed", "stamp", estate.push(modified("visits", id, version, "{'stamp': 'mine'}")));
        refused("malformed", "stamp", estate.push(edit(version, "{'stamp': 'mine'}", "{'stamp': 'by the database'}")));
        refused(
                "malformed",
                "stamp",
                estate.push(added("visits", UUID.randomUUID(), FIELDS.formatted(", 'stamp': 'mine'"))));
        applied(estate.push(modified("visits", id, version, "{'ends': 11, 'stamp': 'by the database'}")));
        assertEquals("by the database", record(estate).getString("stamp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void an_old_value_of_such_a_field_only_came_along(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        applied(estate.push(edit(version, "{'ends': 11, 'stamp': 'of last week'}", "{'ends': 10}")));
        assertEquals("by the database", record(estate).getString("stamp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_column_that_is_not_updatable_is_filled_once(String provider) {
        Estate estate = estate(provider);
        long version = there(estate);
        assertEquals("bob", record(estate).getString("openedBy"));
        refused("invalid", "openedBy", estate.push(modified("visits", id, version, "{'openedBy': 'eve'}")));
        applied(estate.push(modified("visits", id, version, "{'openedBy': 'bob', 'ends': 11}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_natural_key_stays_what_it_is(String provider) {
        Estate estate = estate(provider);
        UUID machine = UUID.randomUUID();
        estate.push(added("machines", machine, "{'team': 'red', 'name': 'Lathe'}"));
        String code = "P" + id;
        code = code.substring(0, 30);
        long version = applied(
                        estate.push(added("parts", id, "{'code': '%s', 'machine': '%s'}".formatted(code, machine))))
                .getInt("version");
        refused("invalid", "code", estate.push(modified("parts", id, version, "{'code': 'other'}")));
        String taken = "{'code': '%s', 'machine': '%s'}".formatted(code, machine);
        Exception refused = assertThrows(
                Exception.class,
                () -> estate.push(
                        modified("parts", id, version, "{'machine': null}".replace("null", "'" + machine + "'")),
                        added("parts", UUID.randomUUID(), taken)));
        assertTrue(
                DatabaseRefusedException.of(refused) instanceof DatabaseRefusedException database
                        && database.isConstraint(),
                () -> "a key that is taken is a constraint: " + refused);
    }

    private long there(Estate estate) {
        return applied(estate.push(added("visits", id, FIELDS.formatted("")))).getInt("version");
    }

    private Change edit(long version, String fields, String base) {
        return new Change.Modified(new RecordKey("visits", id), version, whole(fields), json(base), null);
    }

    /** As a replica sends it: every field, with its own values for some. */
    private static JsonObject whole(String fields) {
        var json = jakarta.json.Json.createObjectBuilder(json(FIELDS.formatted("")));
        json(fields).forEach(json::add);
        return json.build();
    }

    private JsonObject record(Estate estate) {
        return estate.pull("visits").get(id.toString()).getJsonObject("fields");
    }

    private static JsonObject applied(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0);
    }

    private static void refused(String reason, String field, PushResult result) {
        assertEquals(1, result.rejected().size(), () -> result.toJson().toString());
        JsonObject rejected = result.rejected().getJsonObject(0);
        assertEquals(reason, rejected.getString("reason"));
        assertEquals(field, rejected.getJsonArray("violations").getJsonObject(0).getString("field"));
    }
}
