package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A conflict carries all that somebody needs to decide it: both sides, where they started, what differs, who, when.
 *
 * <p>See docs/protocol.md, P70 to P75.
 */
@ContractTest
public class ConflictsIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica bob = Replica.abreast(User.BOB);
    private final Row before = Sample.company("emea");
    private final Row hers = before.with("phone", "+47 11 11 11 11").with("employees", 43);
    private final Row his = before.with("phone", "+47 99 99 99 99").with("notes", "Call before noon.");

    @Test
    void two_edits_of_one_record_show_base_client_and_server() {
        long base = bob.add(before);
        long current = bob.modify(before, base, his);

        JsonObject conflict = alice.push(changes().modify(before, base, hers)).conflict(hers, "modified-modified");

        assertEquals(
                Set.of("id", "collection", "record", "kind", "detectedAt", "disputed", "base", "client", "server"),
                conflict.keySet());
        assertIsUuid(conflict.getString("id"));
        assertIsNow(conflict.getString("detectedAt"));
        assertTrue(disputed(conflict).contains("phone"), conflict::toString);
        assertFalse(disputed(conflict).contains("name"), conflict::toString);

        assertEquals(base, Body.version(conflict.getJsonObject("base")));
        JsonObject baseFields = conflict.getJsonObject("base").getJsonObject("fields");
        assertEquals(before.fields().get("phone"), baseFields.get("phone"));
        assertEquals(before.fields().get("employees"), baseFields.get("employees"));

        Fields.assertSame(hers, conflict.getJsonObject("client").getJsonObject("fields"));
        JsonObject server = conflict.getJsonObject("server");
        Fields.assertSame(his, server.getJsonObject("fields"));
        assertEquals(current, Body.version(server));
        assertEquals("bob", server.getString("modifiedBy"));
        assertIsNow(server.getString("modifiedAt"));
    }

    /** Merged by hand means that nobody but a person mixes two edits, even when they touch different fields. */
    @Test
    void edits_of_different_fields_conflict_too() {
        long base = bob.add(before);
        bob.modify(before, base, before.with("email", "new@nordlys.example"));
        Row mine = before.with("phone", "+47 11 11 11 11");
        JsonObject conflict = alice.push(changes().modify(before, base, mine)).conflict(mine, "modified-modified");
        assertEquals(Set.of(), disputed(conflict), "no field has two new values");
    }

    @Test
    void an_edit_of_a_deleted_record_shows_a_deleted_server_side_with_who_and_when() {
        long base = bob.add(before);
        bob.delete(before, base);

        JsonObject conflict = alice.push(changes().modify(before, base, hers)).conflict(hers, "modified-deleted");

        JsonObject server = conflict.getJsonObject("server");
        assertTrue(server.getBoolean("deleted"));
        assertFalse(server.containsKey("fields"), conflict::toString);
        assertTrue(Body.version(server) > base, conflict::toString);
        assertEquals("bob", server.getString("modifiedBy"));
        assertIsNow(server.getString("modifiedAt"));
        Fields.assertSame(hers, conflict.getJsonObject("client").getJsonObject("fields"));
        assertEquals(base, Body.version(conflict.getJsonObject("base")));
    }

    @Test
    void a_delete_of_an_edited_record_shows_a_deleted_client_side_with_who_and_when() {
        long base = bob.add(before);
        long current = bob.modify(before, base, his);

        JsonObject conflict = alice.push(changes().delete(before, base)).conflict(before, "deleted-modified");

        JsonObject client = conflict.getJsonObject("client");
        assertTrue(client.getBoolean("deleted"));
        assertFalse(client.containsKey("fields"), conflict::toString);
        assertEquals(base, Body.version(client));
        assertEquals("alice", client.getString("modifiedBy"));
        assertIsNow(client.getString("modifiedAt"));
        Fields.assertSame(his, conflict.getJsonObject("server").getJsonObject("fields"));
        assertEquals(current, Body.version(conflict.getJsonObject("server")));
        assertEquals(base, Body.version(conflict.getJsonObject("base")));
    }

    @Test
    void whoever_takes_back_the_deletion_that_they_know_of_is_in_no_conflict() {
        long base = bob.add(before);
        long deletion = bob.push(changes().delete(before, base)).applied(before);
        long again = bob.push(changes().bringBack(before, deletion)).applied(before);
        assertTrue(again > deletion);
        Fields.assertSame(before, alice.pull().held(before));

        long later = bob.push(changes().delete(before, again)).applied(before);
        alice.push(changes().bringBack(hers, deletion)).conflict(hers, "modified-deleted");
        assertTrue(later > again);
    }

    @Test
    void two_records_added_under_one_id_have_no_base() {
        long current = bob.add(his);

        JsonObject conflict = alice.push(changes().add(hers)).conflict(hers, "added-added");

        assertTrue(!conflict.containsKey("base") || conflict.isNull("base"), conflict::toString);
        Fields.assertSame(hers, conflict.getJsonObject("client").getJsonObject("fields"));
        Fields.assertSame(his, conflict.getJsonObject("server").getJsonObject("fields"));
        assertEquals(current, Body.version(conflict.getJsonObject("server")));
        assertEquals(Set.of("phone", "employees", "notes"), disputed(conflict));
    }

    @Test
    void a_record_that_never_was_conflicts_as_a_deleted_one_and_is_not_inserted() throws SQLException {
        JsonObject conflict = alice.push(changes().modify(before, 7, hers)).conflict(hers, "modified-deleted");
        assertTrue(conflict.getJsonObject("server").getBoolean("deleted"));
        assertEquals(0, Database.count(hers));
    }

    @Test
    void a_conflict_holds_only_its_own_record_back() {
        long base = bob.add(before);
        bob.modify(before, base, his);
        Row fresh = Sample.company("emea");
        Outcomes outcomes = alice.push(changes().modify(before, base, hers).add(fresh));
        outcomes.conflict(hers, "modified-modified");
        outcomes.applied(fresh);
    }

    @Test
    void a_conflict_answered_twice_is_registered_once() {
        long base = bob.add(before);
        bob.modify(before, base, his);
        JsonObject message = alice.message(changes().modify(before, base, hers).push(1));
        Outcomes first = new Outcomes(alice.send(message).ok().json().getJsonObject("push"));
        Outcomes again = new Outcomes(alice.send(message).ok().json().getJsonObject("push"));
        assertTrue(again.repeated());
        assertEquals(first.conflict(hers, "modified-modified"), again.conflict(hers, "modified-modified"));
        assertEquals(1, new Desk(User.ALICE).list("replica=" + alice.id()).size());
    }

    @Test
    void the_sync_time_is_the_servers_and_in_utc() {
        JsonObject answer = alice.send(Body.object("replica", alice.id())).ok().json();
        assertIsNow(answer.getString("syncedAt"));
    }

    private static Set<String> disputed(JsonObject conflict) {
        return conflict.getJsonArray("disputed").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }

    private static void assertIsUuid(String id) {
        assertEquals(id, UUID.fromString(id).toString());
    }

    /** An instant in UTC of at most microseconds, within five minutes: both run on one machine or near it. */
    public static void assertIsNow(String instant) {
        assertTrue(instant.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?Z"), instant);
        Duration off = Duration.between(Instant.parse(instant), Instant.now()).abs();
        assertTrue(off.compareTo(Duration.ofMinutes(5)) < 0, instant + " is not now");
    }
}
