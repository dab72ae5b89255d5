package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Statements;
import org.tidemark.it.contract.User;

/**
 * The register over HTTP: what people add to it, open again, export and count.
 *
 * <p>See docs/protocol.md, P131, P144 and P180 to P199.
 */
@ContractTest
class RegisterIT {

    private final Desk alices = new Desk(User.ALICE);
    private final Desk carols = new Desk(User.CAROL);

    @Test
    void a_conflict_says_which_device_it_comes_from_and_its_user_names_it() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Answer named = label(User.ALICE, it.alice().id(), Body.object("label", "  Ålesund tablet "));
        assertEquals(204, named.status(), named::text);
        assertEquals("Ålesund tablet", carols.get(it.conflict()).getString("device"));
        assertEquals(
                404,
                label(User.BOB, it.alice().id(), Body.object("label", "his")).status());
        label(User.ALICE, it.alice().id(), Body.object("label", "x".repeat(201)))
                .problem(400, "malformed-message");
        label(User.ALICE, it.alice().id(), Body.object("name", "x")).problem(400, "malformed-message");
        assertEquals("Ålesund tablet", carols.get(it.conflict()).getString("device"));
    }

    @Test
    void filters_that_cannot_be_read_are_named() {
        for (String query : List.of(
                "status=shut",
                "outcome=mine",
                "kind=odd",
                "reviewed=yes",
                "since=yesterday",
                "until=%2B1000000000-01-01T00:00:00Z",
                "record=1",
                "order=best")) {
            String detail = User.CAROL
                    .get("/api/conflicts?" + query)
                    .problem(400, "malformed-message")
                    .getString("detail");
            assertTrue(detail.startsWith(query.substring(0, query.indexOf('='))), detail);
        }
        User.CAROL.get("/api/conflicts?after=" + Sample.id()).problem(400, "malformed-message");
    }

    @Test
    void people_and_fields_are_found_newest_first() {
        Disputed first = Disputed.modifiedModified(User.ALICE);
        Disputed second = Disputed.modifiedModified(User.ALICE);
        String query = "person=bob&user=alice&field=phone&kind=modified-modified&scope=emea&order=newest&limit=2";
        assertEquals(
                List.of(second.conflict(), first.conflict()),
                carols.list(query).stream().map(one -> one.getString("id")).toList());
        assertEquals(1, carols.list("record=" + first.client().id()).size());
        assertEquals(
                0, carols.list("record=" + first.client().id() + "&field=name").size());
    }

    @Test
    void a_page_asks_once_for_each_collection_however_many_conflicts_it_has() throws Exception {
        Replica alice = Replica.of(User.ALICE);
        Replica bob = Replica.of(User.BOB);
        List<Row> rows = Stream.generate(() -> Sample.company("emea")).limit(20).toList();
        bob.push(changes().addAll(rows));
        Outcomes outcomes = alice.push(changes()
                .addAll(rows.stream().map(row -> row.with("phone", "+47 1")).toList()));
        assertEquals(20, outcomes.count("conflicts"));
        Statements.count();
        try {
            String query = "replica=" + alice.id() + "&limit=";
            carols.list(query + 1);
            Statements one = Statements.during(
                    () -> assertEquals(1, carols.list(query + 1).size()));
            Statements many = Statements.during(
                    () -> assertEquals(20, carols.list(query + 20).size()));
            assertEquals(one.queries(), many.queries(), () -> one + "\n" + many);
        } finally {
            Statements.stopCounting();
        }
    }

    @Test
    void a_note_a_review_and_who_is_asked_are_kept_and_found() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject asked =
                follow(User.ALICE, it, "assignee", "steward").ok().json().getJsonObject("followUp");
        assertEquals("steward", asked.getString("assignee"));
        assertEquals("alice", asked.getString("assignedBy"));
        follow(User.CAROL, it, "note", "called bob", "reviewed", true).ok();
        JsonObject followUp = carols.find("assignee=steward&reviewed=true", it.conflict())
                .orElseThrow()
                .getJsonObject("followUp");
        assertEquals("called bob", followUp.getString("note"));
        assertEquals("carol", followUp.getString("notedBy"));
        assertEquals("carol", followUp.getString("reviewedBy"));
        follow(User.CAROL, it, "note", "", "reviewed", false, "assignee", "").ok();
        assertTrue(carols.get(it.conflict()).getJsonObject("followUp").isEmpty());

        follow(User.BOB, it, "note", "me too").problem(404);
        follow(User.DAVE, it, "note", "me too").problem(404);
        follow(User.CAROL, it, "note", "x".repeat(4_001)).problem(400, "malformed-message");
        follow(User.CAROL, it, "note", "\0").problem(400);
        follow(User.CAROL, it, "reviewed", "yes").problem(400, "malformed-message");
        follow(User.CAROL, it, "colour", "red").problem(400, "malformed-message");
    }

    @Test
    void a_note_is_not_written_over_one_that_nobody_saw_and_holds_what_every_database_keeps() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        follow(User.ALICE, it, "note", "x", "was", "long gone").problem(409, "conflict-moved");
        follow(User.CAROL, it, "note", "of carol", "was", "").ok();
        JsonObject moved = follow(User.ALICE, it, "note", "of alice", "was", "").problem(409, "conflict-moved");
        assertEquals(
                "of carol",
                moved.getJsonObject("conflict").getJsonObject("followUp").getString("note"));
        follow(User.ALICE, it, "note", "of both \uD83D\uDE00", "was", "of carol")
                .ok();
        for (String torn : List.of("\"note\": \"\\ud800\"", "\"assignee\": \"a\\udc00b\"")) {
            User.ALICE
                    .send(
                            "POST",
                            "/api/conflicts/" + it.conflict() + "/follow-up",
                            ("{" + torn + "}").getBytes(StandardCharsets.UTF_8),
                            "Content-Type",
                            "application/json")
                    .problem(400, "malformed-message");
        }
    }

    @Test
    void a_mix_that_leaves_a_field_in_dispute_away_tells_what_stood_there() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject mix = Body.object("outcome", "merged", "version", it.version(), "fields", Body.object("notes", "n"));
        JsonObject settled = User.CAROL
                .post("/api/conflicts/" + it.conflict() + "/resolution", mix)
                .ok()
                .json();
        assertEquals("+47 22 22 22 22", settled.getJsonObject("resolution").getString("phone"));
        JsonObject told = lost(User.ALICE, it).get(0);
        assertEquals("+47 22 22 22 22", told.getJsonObject("written").getString("phone"));
        assertEquals(List.of(), lost(User.BOB, it), "his phone stands");
    }

    @Test
    void a_steward_is_told_whom_to_ask_and_who_sees_the_conflict() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        List.of(User.CAROL, User.DAVE).forEach(Replica::abreast);
        String path = "/api/conflicts/" + it.conflict() + "/people";
        User.ALICE.get(path).problem(403);
        User.CAROL.get("/api/conflicts/" + Sample.id() + "/people").problem(404);
        User.CAROL.get(path + "?name=%00").problem(400, "malformed-message");
        List<JsonObject> all = Body.objects(User.CAROL.get(path).ok().json(), "people");
        assertTrue(all.stream().anyMatch(one -> one.getString("user").equals("alice") && one.getBoolean("sees")));
        assertEquals(List.of(), asked(path, "nobody.here"));
        assertEquals(List.of(Body.object("user", "alice", "sees", true)), asked(path, "alice"));
        assertEquals(List.of(Body.object("user", "dave", "sees", false)), asked(path, "dave"), "reads apac alone");
        assertEquals(List.of(Body.object("user", "carol", "sees", true)), asked(path, "carol"));
        assertEquals(List.of(Body.object("user", "bob")), asked(path, "bob"), "may be a steward, or may not");
    }

    private static List<JsonObject> asked(String path, String name) {
        return Body.objects(User.CAROL.get(path + "?name=" + name).ok().json(), "people");
    }

    @Test
    void a_decision_that_was_wrong_is_opened_again_and_decided_anew() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        reopen(User.CAROL, it.conflict(), Body.object()).problem(409, "conflict-moved");
        carols.resolve(it.conflict(), "server", it.version());
        reopen(User.BOB, it.conflict(), Body.object()).problem(404);
        reopen(User.CAROL, it.conflict(), Body.object("side", "both")).problem(400, "malformed-message");

        JsonObject again = reopen(User.CAROL, it.conflict(), Body.object()).ok().json();
        assertEquals(it.conflict(), again.getString("reopens"));
        assertEquals("open", again.getString("status"));
        assertEquals("alice", again.getString("user"));
        JsonObject moved = reopen(User.CAROL, it.conflict(), Body.object()).problem(409, "conflict-moved");
        assertEquals(again.getString("id"), moved.getJsonObject("conflict").getString("id"));

        carols.resolve(again.getString("id"), "client", Body.version(again.getJsonObject("server")));
        Replica anew = Replica.of(User.BOB);
        anew.pull();
        assertEquals("+47 11 11 11 11", anew.held(it.client()).row().fields().getString("phone"));
        assertEquals("server", carols.get(it.conflict()).getString("outcome"), "what was decided first stays told");
        // Alice's replica had taken bob's side, and gets her own back.
        it.alice().pull();
        assertEquals(
                "+47 11 11 11 11", it.alice().held(it.client()).row().fields().getString("phone"));
    }

    @Test
    void after_a_deletion_the_lost_edit_brings_the_record_back() {
        Disputed it = Disputed.modifiedDeleted();
        carols.resolve(it.conflict(), "server", it.version());
        JsonObject again = reopen(User.ALICE, it.conflict(), Body.object("side", "client"))
                .ok()
                .json();
        assertEquals("modified-deleted", again.getString("kind"));
        alices.resolve(again.getString("id"), "client", Body.version(again.getJsonObject("server")));
        Replica anew = Replica.of(User.BOB);
        anew.pull();
        assertEquals("+47 11 11 11 11", anew.held(it.client()).row().fields().getString("phone"));
    }

    @Test
    void nobody_but_a_steward_opens_what_belongs_to_somebody_else() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "client", it.version());
        String why = reopen(User.ALICE, it.conflict(), Body.object())
                .problem(409, "conflict-moved")
                .getString("detail");
        assertTrue(why.contains("steward"), why);
        assertEquals(List.of(), carols.list("reopens=" + it.conflict()), "nothing was opened");
        JsonObject again = reopen(User.CAROL, it.conflict(), Body.object()).ok().json();
        assertEquals("bob", again.getString("user"));
    }

    @Test
    void a_decision_of_long_ago_stays() throws Exception {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        Database.update(
                "UPDATE tidemark_conflict SET settled_at = ? WHERE id = ?",
                java.sql.Timestamp.from(Instant.now().minus(Duration.ofDays(91))),
                java.util.UUID.fromString(it.conflict()));
        String why = reopen(User.CAROL, it.conflict(), Body.object())
                .problem(409, "conflict-moved")
                .getString("detail");
        assertTrue(why.contains("90 days"), why);
    }

    @Test
    void whoever_lost_is_told() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "client", it.version());
        JsonObject told = lost(User.BOB, it).get(0);
        assertEquals("carol", told.getString("resolvedBy"));
        assertEquals("+47 22 22 22 22", told.getJsonObject("yours").getString("phone"));
        assertEquals("+47 11 11 11 11", told.getJsonObject("written").getString("phone"));
        assertEquals(List.of(), lost(User.ALICE, it));
        assertEquals(List.of(), lost(User.DAVE, it));
        User.BOB.get("/api/conflicts/lost?since=soon").problem(400, "malformed-message");
    }

    @Test
    void a_record_tells_who_changed_it_last_and_what_it_has_been_through() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        String path = "/api/records/companies/" + it.client().id() + "/history";
        JsonObject history = User.CAROL.get(path).ok().json();
        assertEquals("bob", history.getJsonObject("last").getString("modifiedBy"));
        assertFalse(history.getJsonObject("last").containsKey("fields"));
        assertEquals(it.conflict(), Body.objects(history, "conflicts").get(0).getString("id"));
        assertEquals(
                0, Body.objects(User.BOB.get(path).ok().json(), "conflicts").size());
        User.DAVE.get(path).problem(404, "not-found");
        User.CAROL.get("/api/records/companies/" + Sample.id() + "/history").problem(404, "not-found");
        User.CAROL.get("/api/records/nothing/1/history").problem(404, "not-found");
    }

    @Test
    void an_export_has_what_the_caller_may_read_and_no_formulas() {
        Disputed it =
                Disputed.modifiedModified(User.ALICE, Sample.company("emea").with("name", "=cmd|' /C calc'!A1"));
        follow(User.CAROL, it, "note", "=HYPERLINK(\"http://x\")").ok();
        String query = "?record=" + it.client().id();
        Answer csv = User.CAROL.get("/api/export/conflicts.csv" + query);
        assertEquals(200, csv.status(), csv::text);
        assertTrue(csv.header("Content-Type").startsWith("text/csv"), csv.header("Content-Type"));
        assertTrue(csv.header("Content-Disposition").contains("conflicts.csv"));
        String[] lines = new String(csv.body(), StandardCharsets.UTF_8).split("\r\n");
        assertEquals(2, lines.length, csv::text);
        assertTrue(lines[0].startsWith("\"id\",\"status\","), lines[0]);
        assertTrue(lines[1].contains("\"'=HYPERLINK(\"\"http://x\"\")\""), lines[1]);
        assertTrue(lines[1].contains(it.conflict()), lines[1]);

        Answer json = User.CAROL.get("/api/export/conflicts.json" + query);
        assertEquals(1, Body.objects(json.json(), "conflicts").size(), json::text);
        for (User other : List.of(User.BOB, User.DAVE)) {
            assertEquals(
                    1,
                    other.get("/api/export/conflicts.csv" + query).text().split("\r\n").length,
                    "the names of the columns alone");
        }
        User.NOBODY.get("/api/export/conflicts.csv").problem(401, "unauthenticated");
        User.CAROL.get("/api/export/conflicts.csv?status=shut").problem(400, "malformed-message");
    }

    @Test
    void an_export_of_several_pages_has_each_conflict_once() throws Exception {
        Replica alice = Replica.of(User.ALICE);
        Replica bob = Replica.of(User.BOB);
        List<Row> rows =
                Stream.generate(() -> Sample.company("emea")).limit(450).toList();
        bob.push(changes().addAll(rows));
        alice.push(changes()
                .addAll(rows.stream().map(row -> row.with("phone", "+47 1")).toList()));
        String query = "?replica=" + alice.id();
        List<JsonObject> all = Body.objects(
                User.CAROL.get("/api/export/conflicts.json" + query).json(), "conflicts");
        assertEquals(450, all.size());
        assertEquals(
                450, all.stream().map(one -> one.getString("id")).distinct().count());
        Database.update("DELETE FROM tidemark_conflict WHERE replica = ?", alice.id());
    }

    @Test
    void statistics_count_what_the_caller_may_read() {
        JsonObject before = statistics(User.CAROL);
        Disputed it = Disputed.modifiedModified(User.ALICE);
        JsonObject after = statistics(User.CAROL);
        assertTrue(after.getInt("conflicts") > before.getInt("conflicts"), after::toString);
        assertTrue(after.getInt("changes") > before.getInt("changes"), after::toString);
        assertFalse(after.isNull("perThousand"), after::toString);
        carols.resolve(it.conflict(), "server", it.version());
        assertTrue(statistics(User.CAROL).getJsonObject("decision").getInt("decided")
                > after.getJsonObject("decision").getInt("decided"));
        assertTrue(statistics(User.DAVE).getInt("changes") < after.getInt("changes"), "his own alone");
        User.CAROL.get("/api/statistics?zone=Nowhere/Land").problem(400, "malformed-message");
        User.NOBODY.get("/api/statistics").problem(401, "unauthenticated");
    }

    @Test
    void rules_are_suggested_and_replayed_and_decide_nothing() {
        for (int i = 0; i < 5; i++) {
            Disputed it = Disputed.modifiedModified(User.ALICE);
            carols.resolve(it.conflict(), "client", it.version());
        }
        JsonObject replay = User.CAROL
                .get("/api/rules/replay?collection=companies&rule=later&field=phone")
                .ok()
                .json();
        assertTrue(replay.getInt("same") >= 5, replay::toString);
        assertEquals(replay.getInt("conflicts"), replay.getJsonArray("cases").size());
        JsonObject companies = Body.objects(User.CAROL.get("/api/rules").ok().json(), "collections").stream()
                .filter(one -> one.getString("collection").equals("companies"))
                .findFirst()
                .orElseThrow();
        assertFalse(companies.getBoolean("deployed"));
        User.CAROL.get("/api/rules/replay?collection=companies&rule=deployed").problem(404, "not-found");
        User.CAROL
                .get("/api/rules/replay?collection=companies&rule=later&field=nose")
                .problem(400, "malformed-message");
        User.CAROL
                .get("/api/rules/replay?collection=nothing&rule=later&field=a")
                .problem(404, "not-found");
        User.CAROL.get("/api/rules/replay?rule=later").problem(400, "malformed-message");
        assertTrue(Disputed.modifiedModified(User.ALICE).isOpen(), "a person still decides");
    }

    private static JsonObject statistics(User user) {
        return user.get("/api/statistics?collection=companies&zone=Europe/Oslo")
                .ok()
                .json();
    }

    private static List<JsonObject> lost(User user, Disputed it) {
        return Body.objects(user.get("/api/conflicts/lost").ok().json(), "decisions").stream()
                .filter(one -> one.getString("conflict").equals(it.conflict()))
                .toList();
    }

    private static Answer label(User user, String replica, JsonObject body) {
        return user.send(
                "PUT",
                "/api/replicas/" + replica + "/label",
                body.toString().getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json");
    }

    private static Answer follow(User user, Disputed it, Object... members) {
        return user.post("/api/conflicts/" + it.conflict() + "/follow-up", Body.object(members));
    }

    private static Answer reopen(User user, String conflict, JsonObject body) {
        return user.post("/api/conflicts/" + conflict + "/reopening", body);
    }
}
