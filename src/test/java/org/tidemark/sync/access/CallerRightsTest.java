package org.tidemark.sync.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.json;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Caller;
import org.tidemark.spi.Operation;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.Estate;
import org.tidemark.sync.mapping.Machine;

/** Which records and which fields a caller may change, whatever the change would otherwise have become. */
class CallerRightsTest {

    private static Estate estate;

    private final UUID id = UUID.randomUUID();

    /** Locked machines are nobody's to change, and nobody may lock one; to delete is for others. */
    private static final ScopePolicy LOCKED = new ScopePolicy() {
        @Override
        public Set<String> readable(Caller caller) {
            return Set.of("red", "blue");
        }

        @Override
        public Set<String> writable(Caller caller) {
            return Set.of("red");
        }

        @Override
        public boolean mayChange(Caller caller, Synchronisable record, Operation operation) {
            Machine machine = (Machine) record;
            if ("broken".equals(machine.getName())) {
                throw new IllegalArgumentException("a policy with a defect");
            }
            return operation != Operation.DELETED && !"locked".equals(machine.getName());
        }
    };

    /** The name of a machine is for others to give. */
    private static final ScopePolicy NAMED_BY_OTHERS = new ScopePolicy() {
        @Override
        public Set<String> readable(Caller caller) {
            return Set.of("red");
        }

        @Override
        public Set<String> readOnly(Caller caller, Class<? extends Synchronisable> type) {
            return type == Machine.class ? Set.of("name") : Set.of();
        }
    };

    @BeforeAll
    static void open() {
        estate = new Estate("hibernate");
    }

    @AfterAll
    static void close() throws Exception {
        estate.close();
    }

    @Test
    void a_record_that_the_caller_may_not_change_stays_as_it_is() {
        long version = there("locked");
        assertForbidden(estate.push(LOCKED, modified("machines", id, version, "{'name': 'free'}")));
        assertForbidden(estate.push(LOCKED, delete(version)));
        assertEquals("locked", name());
    }

    @Test
    void a_record_is_judged_also_by_what_it_would_become() {
        long version = there("free");
        assertForbidden(estate.push(LOCKED, modified("machines", id, version, "{'name': 'locked'}")));
        assertForbidden(estate.push(LOCKED, added("machines", UUID.randomUUID(), "{'team': 'red', 'name': 'locked'}")));
        assertEquals("free", name());
        applied(estate.push(LOCKED, modified("machines", id, version, "{'name': 'freed'}")));
    }

    @Test
    void a_delete_has_a_right_of_its_own() {
        long version = there("free");
        assertForbidden(estate.push(LOCKED, delete(version)));
        assertEquals("free", name());
    }

    @Test
    void nobody_gets_a_conflict_over_what_is_not_theirs_to_change() {
        long version = there("free");
        applied(estate.push(modified("machines", id, version, "{'name': 'locked'}")));
        assertForbidden(estate.push(LOCKED, modified("machines", id, version, "{'name': 'mine'}")));
        assertForbidden(estate.push(LOCKED, added("machines", id, "{'team': 'red', 'name': 'mine'}")));
        assertForbidden(estate.push(LOCKED, delete(version)));
    }

    @Test
    void who_only_reads_a_scope_gets_no_conflict_there() {
        long version = applied(estate.push(added("machines", id, "{'team': 'blue', 'name': 'a'}")));
        applied(estate.push(modified("machines", id, version, "{'name': 'b'}")));
        assertForbidden(estate.push(LOCKED, modified("machines", id, version, "{'name': 'c'}")));
        applied(estate.push(delete(version + 1)));
        assertForbidden(estate.push(LOCKED, modified("machines", id, version, "{'name': 'c'}")));
    }

    @Test
    void one_record_that_the_policy_cannot_judge_is_refused_and_the_others_are_applied() {
        UUID other = UUID.randomUUID();
        PushResult result = estate.push(
                LOCKED,
                added("machines", id, "{'team': 'red', 'name': 'broken'}"),
                added("machines", other, "{'team': 'red', 'name': 'whole'}"));
        assertEquals(1, result.applied().size());
        assertEquals(id.toString(), result.rejected().getJsonObject(0).getString("id"));
    }

    @Test
    void a_field_that_the_caller_may_not_change_is_named() {
        long version = there("a");
        JsonObject rejected =
                assertForbidden(estate.push(NAMED_BY_OTHERS, modified("machines", id, version, "{'name': 'b'}")));
        assertEquals(
                "name", rejected.getJsonArray("violations").getJsonObject(0).getString("field"));
        assertFalse(rejected.toString().contains("\"a\""), "it tells nothing of the record");
        assertEquals("a", name());
    }

    @Test
    void a_new_record_may_leave_such_a_field_alone_but_not_fill_it() {
        assertForbidden(estate.push(NAMED_BY_OTHERS, added("machines", id, "{'team': 'red', 'name': 'a'}")));
        applied(estate.push(NAMED_BY_OTHERS, added("machines", id, "{'team': 'red', 'name': null}")));
    }

    @Test
    void such_a_field_may_come_along_unchanged() {
        long version = there("a");
        applied(estate.push(NAMED_BY_OTHERS, modified("machines", id, version, "{'team': 'red', 'name': 'a'}")));
    }

    @Test
    void what_others_wrote_into_such_a_field_meanwhile_is_no_offence() {
        long version = there("a");
        applied(estate.push(modified("machines", id, version, "{'name': 'b'}")));
        var stale = new Change.Modified(
                new RecordKey("machines", id),
                version,
                json("{'team': 'blue', 'name': 'a'}"),
                json("{'team': 'red'}"),
                null);
        assertEquals(1, estate.push(NAMED_BY_OTHERS, stale).conflicts().size());
        var edited = new Change.Modified(
                new RecordKey("machines", id),
                version,
                json("{'team': 'red', 'name': 'c'}"),
                json("{'name': 'a'}"),
                null);
        assertForbidden(estate.push(NAMED_BY_OTHERS, edited));
    }

    @Test
    void replicas_are_told_what_their_user_may_not_change() {
        JsonObject told = estate.registry.get("machines").describe(Set.of("name"), false, FieldRules.NONE);
        for (JsonObject field : told.getJsonArray("fields").getValuesAs(JsonObject.class)) {
            assertEquals(field.getString("name").equals("name"), field.getBoolean("readOnly"));
        }
    }

    @Test
    void a_name_that_does_not_exist_protects_nothing_and_is_a_defect() {
        ScopePolicy misspelt = new ScopePolicy() {
            @Override
            public Set<String> readable(Caller caller) {
                return Set.of("red");
            }

            @Override
            public Set<String> readOnly(Caller caller, Class<? extends Synchronisable> type) {
                return Set.of("nmae");
            }
        };
        long version = there("a");
        assertThrows(
                IllegalStateException.class,
                () -> estate.push(misspelt, modified("machines", id, version, "{'name': 'b'}")));
    }

    private long there(String name) {
        return applied(estate.push(added("machines", id, "{'team': 'red', 'name': '" + name + "'}")));
    }

    private Change delete(long version) {
        return deleted("machines", id, version);
    }

    private String name() {
        return estate.pull("machines")
                .get(id.toString())
                .getJsonObject("fields")
                .getString("name");
    }

    private static long applied(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0).getJsonNumber("version").longValue();
    }

    private static JsonObject assertForbidden(PushResult result) {
        assertEquals(1, result.rejected().size(), () -> result.toJson().toString());
        JsonObject rejected = result.rejected().getJsonObject(0);
        assertEquals("forbidden", rejected.getString("reason"));
        return rejected;
    }
}
