package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.estate.Appointments.applied;
import static org.tidemark.it.estate.Appointments.conflict;
import static org.tidemark.it.estate.Appointments.rejected;

import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** The estate decides who may change what, and what becomes of edits that met. */
@ExtendWith(ServerExtension.class)
class RulesEstateIT {

    private final Server server;
    private final Device alice;
    private final Device bob;
    private final Device carol;

    RulesEstateIT(Server server) {
        this.server = server;
        this.alice = new Device(server.as("alice"));
        this.bob = new Device(server.as("bob"));
        this.carol = new Device(server.as("carol"));
    }

    @Test
    void a_replica_is_told_who_decides_and_what_is_not_for_its_user() {
        JsonObject told = collection("alice");
        assertEquals("custom", told.getString("merge"));
        assertTrue(isReadOnly(told, "discount"));
        assertTrue(isReadOnly(told, "stamp"));
        assertFalse(isReadOnly(told, "hours"));
        assertFalse(isReadOnly(collection("carol"), "discount"));
    }

    @Test
    void what_may_not_be_changed_is_refused_by_name() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        JsonObject discount = rejected(appointment.send(alice, version, "{'discount': 50}"));
        assertEquals("forbidden discount", reasonAndField(discount));
        assertEquals("malformed stamp", reasonAndField(rejected(appointment.send(carol, version, "{'stamp': 'x'}"))));
        assertEquals(
                "invalid openedBy", reasonAndField(rejected(appointment.send(carol, version, "{'openedBy': 'x'}"))));
        applied(appointment.send(carol, version, "{'discount': 50}"));
        assertEquals("by the database", appointment.fields().getString("stamp"));
    }

    @Test
    void a_record_that_is_closed_is_not_opened_by_the_edit_that_changes_it() {
        var appointment = new Appointments(carol, "{'closed': true}");
        int version = appointment.version();
        assertEquals(
                "forbidden",
                rejected(appointment.send(alice, version, "{'closed': false}")).getString("reason"));
        applied(appointment.send(carol, version, "{'closed': false}"));
        applied(appointment.send(alice, appointment.version(), "{'hours': 3}"));
    }

    @Test
    void a_change_over_which_a_setter_throws_is_refused_and_nothing_else() {
        var appointment = new Appointments(alice);
        var other = new Appointments(alice);
        int version = appointment.version();
        JsonObject result = alice.push("{'appointments': {'modified': [%s, %s]}}"
                .formatted(
                        appointment.modified(
                                version, "{'hours': 3, 'contact': 'nobody'}", "{'hours': 2, 'contact': null}"),
                        other.modified(other.version(), "{'hours': 9}", "{'hours': 2}")));
        applied(result);
        JsonObject refused = rejected(result);
        assertEquals("invalid", refused.getString("reason"));
        assertEquals("the application does not accept this change", refused.getString("detail"));
        assertEquals(version, appointment.version());
        assertEquals(9, other.fields().getInt("hours"));
    }

    @Test
    void edits_of_different_fields_are_merged_and_coupled_fields_stay_together() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        assertFalse(applied(appointment.edit(alice, version, "{'begins': 9}", "{'begins': 8}"))
                .containsKey("merged"));
        assertTrue(applied(appointment.edit(
                        bob, version, "{'contact': '%s'}".formatted(appointment.id), "{'contact': null}"))
                .getBoolean("merged"));
        assertEquals(9, appointment.fields().getInt("begins"));

        JsonObject conflict = conflict(appointment.edit(bob, version, "{'ends': 11}", "{'ends': 10}"));
        assertEquals("[\"begins\",\"ends\"]", conflict.getJsonArray("disputed").toString());
        assertEquals(10, appointment.fields().getInt("ends"), "a person decides");
    }

    @Test
    void the_rule_takes_one_side_and_keeps_the_other() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        applied(appointment.edit(alice, version, "{'hours': 5}", "{'hours': 2}"));

        assertTrue(applied(appointment.edit(bob, version, "{'hours': 3}", "{'hours': 2}"))
                .getBoolean("merged"));
        assertEquals(5, appointment.fields().getInt("hours"));
        assertFalse(applied(appointment.edit(bob, version, "{'hours': 8}", "{'hours': 2}"))
                .containsKey("merged"));
        assertEquals(8, appointment.fields().getInt("hours"));

        var settled = server
                .as("bob")
                .get("/api/conflicts?status=settled&collection=appointments&limit=1000")
                .json()
                .getJsonArray("conflicts")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(one -> one.getString("record").equals(appointment.id))
                .toList();
        assertEquals(2, settled.size());
        assertTrue(settled.stream().allMatch(one -> one.getString("resolvedBy").equals("rule")), settled.toString());
    }

    @Test
    void the_rule_makes_something_of_both() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        applied(appointment.edit(
                alice, version, "{'note': 'key at desk', 'ends': 11}", "{'note': 'ring', 'ends': 10}"));

        assertTrue(
                applied(appointment.edit(bob, version, "{'note': 'dog', 'hours': 3}", "{'note': 'ring', 'hours': 2}"))
                        .getBoolean("merged"));
        assertEquals("key at desk, dog", appointment.fields().getString("note"));
        assertEquals(11, appointment.fields().getInt("ends"));
        assertEquals(3, appointment.fields().getInt("hours"));

        JsonObject tooLong = conflict(
                appointment.edit(bob, version, "{'note': 'and a very long tale of this dog'}", "{'note': 'ring'}"));
        assertEquals("[\"note\"]", tooLong.getJsonArray("disputed").toString(), "Bean Validation is asked again");
    }

    @Test
    void a_rule_that_fails_with_the_transaction_costs_nobody_anything() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        applied(appointment.edit(alice, version, "{'note': 'key at desk'}", "{'note': 'ring'}"));
        var other = new Appointments(alice);
        String added = UUID.randomUUID().toString();

        JsonObject result = bob.push("{'appointments': {'modified': [%s, %s]}, 'technicians': {'added': [%s]}}"
                .formatted(
                        appointment.modified(version, "{'note': 'ruin'}", "{'note': 'ring'}"),
                        other.modified(other.version(), "{'hours': 9}", "{'hours': 2}"),
                        "{'id': '%s', 'fields': {'badge': '%s', 'name': 'Eva', 'district': 'NORTH'}}"
                                .formatted(added, added.substring(0, 18))));

        assertEquals(1, result.getJsonArray("conflicts").size(), result.toString());
        assertEquals(2, result.getJsonArray("applied").size(), result.toString());
        assertEquals("key at desk", appointment.fields().getString("note"));
        assertEquals(9, other.fields().getInt("hours"));
        assertEquals(
                "Eva",
                alice.pull().get("technicians", added).getJsonObject("fields").getString("name"));
    }

    @Test
    void the_desk_asks_for_the_same_rights() {
        var appointment = new Appointments(alice);
        int version = appointment.version();
        applied(appointment.edit(carol, version, "{'begins': 9, 'discount': 20}", "{'begins': 8, 'discount': 0}"));
        JsonObject conflict = conflict(appointment.edit(bob, version, "{'begins': 7}", "{'begins': 8}"));

        Answer refused = resolve("bob", conflict, appointment.version(), "{'begins': 7, 'ends': 10, 'discount': 90}");
        assertEquals(400, refused.status(), refused.text());
        assertTrue(refused.text().contains("forbidden"), refused.text());
        assertEquals(20, appointment.fields().getInt("discount"));

        Answer done = resolve("bob", conflict, appointment.version(), "{'begins': 7, 'ends': 12, 'discount': 20}");
        assertEquals(200, done.status(), done.text());
        assertEquals(7, appointment.fields().getInt("begins"));
        assertEquals(20, appointment.fields().getInt("discount"));
    }

    private Answer resolve(String user, JsonObject conflict, int version, String fields) {
        return server.as(user)
                .post(
                        "/api/conflicts/" + conflict.getString("id") + "/resolution",
                        Device.json("{'outcome': 'merged', 'version': %s, 'fields': %s}".formatted(version, fields)));
    }

    private JsonObject collection(String user) {
        return server.as(user).get("/api").json().getJsonArray("collections").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("name").equals("appointments"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isReadOnly(JsonObject collection, String field) {
        return collection.getJsonArray("fields").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("name").equals(field))
                .findFirst()
                .orElseThrow()
                .getBoolean("readOnly");
    }

    private static String reasonAndField(JsonObject rejection) {
        return rejection.getString("reason") + " "
                + rejection.getJsonArray("violations").getJsonObject(0).getString("field");
    }
}
