package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * What an administrator is told, who is none is not.
 *
 * <p>See docs/protocol.md, P174.
 */
@ContractTest
class AdministrationIT {

    @Test
    void it_is_for_administrators() {
        User.ALICE.get("/api/administration").problem(403);
        User.NOBODY.get("/api/administration").problem(401);
    }

    @Test
    void records_deletions_and_clocks_are_counted() {
        JsonObject before = report();
        Row kept = Sample.company("emea");
        Row deleted = Sample.company("emea");
        Replica replica = Replica.of(User.ALICE);
        var outcomes = replica.push(changes().add(kept).add(deleted));
        replica.push(changes().delete(deleted, outcomes.applied(deleted)));

        JsonObject after = report();
        assertEquals(before.getString("epoch"), after.getString("epoch"));
        // Others may write at the same time, and records are deleted too.
        JsonObject companies = companies(after);
        assertTrue(number(companies, "records") > 0);
        assertTrue(number(companies, "deletions") > 0);
        assertEquals(0, number(companies, "unnumbered"));
        assertTrue(
                clock(after) >= clock(before) + 3, () -> "emea was at " + clock(before) + " and is at " + clock(after));
        assertTrue(number(companies, "version") <= allClocks(after).max().orElseThrow());
    }

    @Test
    void open_conflicts_are_counted() {
        Disputed.modifiedModified(User.ALICE);

        JsonObject conflicts = report().getJsonObject("conflicts");
        assertTrue(number(conflicts, "open") > 0, conflicts::toString);
        assertTrue(number(conflicts, "oldestSeconds") >= 0, conflicts::toString);
    }

    @Test
    void a_refused_change_is_listed_without_its_values() {
        Row elsewhere = Sample.company("apac");
        Replica replica = Replica.of(User.ALICE);
        replica.push(changes().add(elsewhere));

        Answer answer = User.CAROL.get("/api/administration").ok();
        JsonObject told = list(answer.json(), "rejections")
                .filter(one -> one.getString("record").equals(elsewhere.id()))
                .findFirst()
                .orElseThrow();
        assertEquals("alice", told.getString("user"));
        assertEquals("companies", told.getString("collection"));
        assertEquals("forbidden", told.getString("reason"));
        assertFalse(answer.text().contains(elsewhere.fields().getString("name")), answer::text);
    }

    @Test
    void a_setting_is_told_and_a_password_is_not() {
        JsonObject settings = report();
        assertEquals("180", setting(settings, "tidemark.tombstones.days").getString("value"));
        assertTrue(Stream.of("", "•••")
                .anyMatch(setting(settings, "tidemark.db.password").getString("value")::equals));
        assertFalse(setting(settings, "tidemark.db.url").getString("value").contains("?"));
    }

    private static JsonObject setting(JsonObject report, String name) {
        return list(report, "settings")
                .filter(one -> one.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject companies(JsonObject report) {
        return list(report, "collections")
                .filter(one -> one.getString("name").equals("companies"))
                .findFirst()
                .orElseThrow();
    }

    private static long clock(JsonObject report) {
        return list(report, "clocks")
                .filter(one -> one.getString("scope").equals("emea"))
                .mapToLong(one -> number(one, "version"))
                .sum();
    }

    private static LongStream allClocks(JsonObject report) {
        return list(report, "clocks").mapToLong(one -> number(one, "version"));
    }

    private static Stream<JsonObject> list(JsonObject report, String name) {
        return report.getJsonArray(name).getValuesAs(JsonObject.class).stream();
    }

    private static long number(JsonObject object, String name) {
        return object.getJsonNumber(name).longValueExact();
    }

    private static JsonObject report() {
        return User.CAROL.get("/api/administration").ok().json();
    }
}
