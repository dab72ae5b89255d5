package org.tidemark.it.contract.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Seal;
import org.tidemark.it.contract.User;
import org.tidemark.it.contract.conflict.ConflictsIT;

/**
 * What a pull brings: all of it at first, then what changed, then what left.
 *
 * <p>See docs/protocol.md, P100 to P107.
 */
@ContractTest
public class PullIT {

    private final Replica alice = Replica.of(User.ALICE);
    private final Row company = Sample.company("emea");

    @Test
    void a_pull_from_nothing_resets_each_scope_on_its_first_page_only() {
        List<Row> many =
                Stream.generate(() -> Sample.company("emea")).limit(250).toList();
        alice.push(changes().addAll(many));
        List<JsonObject> pages = alice.pull(100);
        assertTrue(pages.size() > 2);
        assertEquals(List.of("emea"), resets(pages), "once, and no scope of others");
        assertTrue(Body.objects(pages.get(0), "scopes").get(0).getBoolean("reset"));
    }

    @Test
    void a_stewards_pull_from_nothing_resets_all_regions() {
        Replica carol = Replica.of(User.CAROL);
        assertEquals(Set.of("emea", "apac", "amer"), Set.copyOf(resets(carol.pull(5000))));
    }

    @Test
    void nothing_is_pulled_without_asking() {
        JsonObject answer = alice.send(Body.object("replica", alice.id())).ok().json();
        assertFalse(answer.containsKey("pull") && !answer.isNull("pull"), answer::toString);
        assertFalse(answer.containsKey("push") && !answer.isNull("push"), answer::toString);
    }

    @Test
    void when_nothing_changed_nothing_comes_and_nothing_is_reset() {
        alice.pull();
        JsonObject pull = alice.pullPage(5000);
        assertFalse(pull.getBoolean("more"));
        assertEquals(List.of(), resets(List.of(pull)));
        assertEquals(0, records(pull), pull::toString);
        assertFalse(pull.getString("cursor").isEmpty());
    }

    @Test
    void the_last_page_says_how_far_the_pass_has_seen_and_no_other_page_does() {
        alice.pull();
        assertFalse(alice.pullPage(5000).containsKey("seen"), "no news");
        Replica bob = Replica.of(User.BOB);
        bob.add(company);
        long last = bob.add(Sample.company("emea"));
        assertFalse(alice.pullPage(1).containsKey("seen"), "there is more");
        JsonObject end =
                alice.pull(1).stream().reduce((first, second) -> second).orElseThrow();
        assertTrue(end.getJsonObject("seen").getJsonNumber("emea").longValue() >= last, end::toString);
    }

    @Test
    void a_delta_brings_what_was_added_edited_and_deleted_since() {
        Replica bob = Replica.of(User.BOB);
        Row edited = Sample.company("emea");
        Row deleted = Sample.company("emea");
        Row untouched = Sample.company("emea");
        Outcomes setting = bob.push(changes().add(edited).add(deleted).add(untouched));
        alice.pull();

        Row now = edited.with("employees", 7);
        long added = bob.add(company);
        long version = bob.modify(edited, setting.applied(edited), now);
        bob.delete(deleted, setting.applied(deleted));
        List<JsonObject> pages = alice.pull(5000);

        assertEquals(List.of(), resets(pages));
        assertEquals(added, alice.held(company).version());
        assertEquals("bob", alice.held(company).modifiedBy());
        assertEquals(version, alice.held(edited).version());
        Fields.assertSame(now, alice.held(edited));
        assertTrue(alice.find(deleted).isEmpty());
        assertEquals(setting.applied(untouched), alice.held(untouched).version());
        assertFalse(pages.toString().contains(untouched.id()), "what did not change does not travel");
    }

    @Test
    void a_pull_carries_who_and_when() {
        alice.add(company);
        JsonObject record = alice.pull(5000).stream()
                .flatMap(page -> Body.objects(page, "scopes").stream())
                .flatMap(scope -> Body.objects(companies(scope), "upserted").stream())
                .filter(r -> r.getString("id").equals(company.id()))
                .findFirst()
                .orElseThrow();
        assertEquals(Set.of("id", "version", "modifiedAt", "modifiedBy", "fields"), record.keySet());
        ConflictsIT.assertIsNow(record.getString("modifiedAt"));
        assertEquals("alice", record.getString("modifiedBy"));
    }

    @Test
    void one_push_and_pull_in_one_trip_brings_the_replicas_own_changes_back() {
        alice.pull();
        JsonObject message = Body.with(
                alice.message(changes().add(company).push(1)),
                "pull",
                Body.object("cursor", alice.cursor(), "page", 5000));
        JsonObject answer = alice.send(message).ok().json();
        long version = new Outcomes(answer.getJsonObject("push")).applied(company);
        assertTrue(answer.getJsonObject("pull").toString().contains(company.id()), answer::toString);
        alice.pull();
        assertEquals(version, alice.held(company).version());
    }

    @Test
    void a_record_added_and_deleted_between_two_pulls_leaves_nothing() {
        alice.pull();
        Replica bob = Replica.of(User.BOB);
        bob.delete(company, bob.add(company));
        alice.pull();
        assertTrue(alice.find(company).isEmpty());
    }

    @Test
    void deleted_records_do_not_come_with_a_pull_from_nothing() {
        alice.delete(company, alice.add(company));
        assertFalse(alice.pull(5000).toString().contains(company.id()));
    }

    @Test
    void a_page_holds_no_more_than_asked_and_nothing_is_lost_between_pages() {
        alice.pull();
        Replica bob = Replica.of(User.BOB);
        List<Row> many = Stream.generate(() -> Sample.company("emea")).limit(25).toList();
        Outcomes added = bob.push(changes().addAll(many));
        for (Row gone : many.subList(0, 5)) {
            bob.delete(gone, added.applied(gone));
        }
        List<JsonObject> pages = alice.pull(4);
        for (JsonObject page : pages) {
            assertTrue(records(page) <= 4, () -> records(page) + " records in a page of 4");
        }
        many.subList(0, 5).forEach(gone -> assertTrue(alice.find(gone).isEmpty()));
        many.subList(5, 25).forEach(row -> Fields.assertSame(row, alice.held(row)));
    }

    /** What an upgrade that takes a collection out does to who is reading it, far ahead of what comes after it. */
    @Test
    void a_pass_whose_collection_is_gone_skips_nothing_of_the_others() throws Exception {
        alice.pull();
        List<Row> many = Stream.generate(() -> Sample.company("emea")).limit(4).toList();
        Replica.of(User.BOB).push(changes().addAll(many));
        alice.pullPage(1);
        JsonObject cursor = Body.parse(
                new String(Base64.getUrlDecoder().decode(alice.cursor().replaceFirst("\\..*", "")), UTF_8));
        JsonObject pass = cursor.getJsonObject("pass");
        JsonObject gone = Body.with(
                Body.with(pass, "step", "machines/emea"),
                "after",
                pass.getJsonObject("upTo").getJsonNumber("emea").longValue());
        alice.cursor(Seal.of(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Body.with(cursor, "pass", gone).toString().getBytes(UTF_8))));
        alice.pull();
        many.forEach(row -> Fields.assertSame(row, alice.held(row)));
    }

    /** Pages are cut while others write: what changes behind the cursor must come again, what lies ahead only once. */
    @Test
    void records_that_change_while_they_are_paged_arrive_in_their_last_state() {
        List<Row> many = Stream.generate(() -> Sample.company("emea")).limit(12).toList();
        Replica bob = Replica.of(User.BOB);
        Outcomes added = bob.push(changes().addAll(many));
        boolean more = true;
        int edited = 0;
        while (more) {
            more = alice.pullPage(5).getBoolean("more");
            if (edited < many.size()) {
                Row row = many.get(edited++);
                bob.modify(row, added.applied(row), row.with("employees", edited));
            }
        }
        alice.pull();
        for (int i = 0; i < edited; i++) {
            Fields.assertSame(many.get(i).with("employees", i + 1), alice.held(many.get(i)));
        }
        many.subList(edited, many.size()).forEach(row -> Fields.assertSame(row, alice.held(row)));
    }

    @Test
    void the_cursor_of_somebody_else_is_useless() {
        Replica dave = Replica.of(User.DAVE);
        Row his = Sample.company("apac");
        dave.add(his);
        long version = alice.add(company);
        dave.pull();
        alice.pull();

        Answer answer = alice.send(
                Body.object("replica", alice.id(), "pull", Body.object("cursor", dave.cursor(), "page", 5000)));

        assertFalse(answer.text().contains(his.id()), "nothing of another scope");
        if (answer.status() == 200) {
            alice.cursor(dave.cursor()).pull();
            assertEquals(version, alice.held(company).version(), "and nothing of her own is skipped");
            assertTrue(answer.text().contains(company.id()), "a useless cursor is no cursor: all comes again");
        } else {
            answer.problem(answer.status() == 400 ? 400 : 409);
        }
    }

    private static List<String> resets(List<JsonObject> pages) {
        return pages.stream()
                .flatMap(page -> Body.objects(page, "scopes").stream())
                .filter(scope -> scope.getBoolean("reset", false))
                .map(scope -> scope.getString("scope"))
                .collect(Collectors.toList());
    }

    public static int records(JsonObject pull) {
        int count = 0;
        for (JsonObject scope : Body.objects(pull, "scopes")) {
            JsonObject changes = scope.getJsonObject("changes");
            if (changes != null) {
                for (String collection : changes.keySet()) {
                    JsonObject change = changes.getJsonObject(collection);
                    count += Body.objects(change, "upserted").size();
                    count += change.containsKey("removed")
                            ? change.getJsonArray("removed").size()
                            : 0;
                }
            }
        }
        return count;
    }

    private static JsonObject companies(JsonObject scope) {
        JsonObject changes = scope.getJsonObject("changes");
        return changes == null || !changes.containsKey("companies")
                ? Body.object()
                : changes.getJsonObject("companies");
    }
}
