package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;
import org.tidemark.it.contract.pull.PullIT;

/**
 * A message that does not keep to the protocol is refused as a whole, with a pointer to the place.
 *
 * <p>See docs/protocol.md, P3 to P6.
 */
@ContractTest
class MalformedMessagesIT {

    private final Replica alice = Replica.of(User.ALICE);
    private final Row company = Sample.company("emea");
    private final FirstPush first = new FirstPush(alice, company);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "}",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{}x",
                "{\"replica\"}",
                "{\"replica\":}",
                "{'replica':'x'}",
                "{\"replica\":NaN}",
                "{\"replica\":01}",
                "// a comment\n{}",
                "{\"replica\":\"\\x\"}",
                "{\"replica\":\"line\nbreak\"}",
                "{\"replica\":tru}",
                "{,}",
                "{\"a\":1,}"
            })
    void whatIsNoJsonObjectIsRefused(String text) {
        pointer(User.ALICE.post("/api/sync", text));
    }

    @Test
    void what_follows_the_message_is_not_overlooked() {
        String message = first.message(changes().add(company));
        pointer(User.ALICE.post("/api/sync", message + message));
        pointer(User.ALICE.post("/api/sync", message + " trailing"));
        first.assertNothingIsWritten();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("org.tidemark.it.contract.message.BrokenMessages#all")
    void thePlaceIsNamedAndNothingIsWritten(String name, String from, String to, String[] pointers) {
        String whole = BrokenMessages.whole();
        assertTrue(whole.contains(from), () -> from + " is not in " + whole);
        String broken = filled(whole.replace(from, to));
        String pointer = pointer(User.ALICE.post("/api/sync", broken));
        assertTrue(Stream.of(pointers).anyMatch(pointer::equals), () -> "pointer " + pointer);
        first.assertNothingIsWritten();
    }

    @Test
    void the_message_that_these_are_made_from_is_sound_itself() {
        User.ALICE.post("/api/sync", filled(BrokenMessages.whole())).ok();
    }

    @Test
    void one_record_twice_in_a_push_is_refused() {
        assertRefusedAt(
                BrokenMessages.ADDED.replace("0", "1"), changes().add(company).add(company));
        assertRefusedAt(
                BrokenMessages.MODIFIED.replace("0", "1"),
                changes()
                        .modify(company, 1, company.with("phone", "+47 1"))
                        .modify(company, 1, company.with("phone", "+47 2")));
        assertRefusedAt(
                BrokenMessages.MODIFIED, changes().add(company).modify(company, 1, company.with("phone", "+47 1")));
        assertRefusedAt(BrokenMessages.DELETED, changes().add(company).delete(company, 1));
        first.assertNothingIsWritten();
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 500_000})
    void aMessageNestedWithoutEndIsRefused(int levels) {
        String deep = "[".repeat(levels) + "]".repeat(levels);
        String objects = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
        pointer(User.ALICE.post("/api/sync", deep));
        pointer(User.ALICE.post("/api/sync", "{\"replica\":\"" + alice.id() + "\",\"deep\":" + deep + "}"));
        String inField =
                first.message(changes().add(company.with("notes", "DEEP"))).replace("\"DEEP\"", deep);
        pointer(User.ALICE.post("/api/sync", inField));
        if (objects.length() < 4_000_000) {
            pointer(User.ALICE.post("/api/sync", objects));
        }
        first.assertNothingIsWritten();
    }

    @Test
    void a_huge_page_is_cut_to_the_limit_or_refused_by_name() {
        Answer answer =
                alice.send(Body.object("replica", alice.id(), "pull", Body.object("cursor", null, "page", 1_000_000)));
        if (answer.status() == 400) {
            assertEquals("/pull/page", pointer(answer));
        } else {
            assertTrue(PullIT.records(answer.ok().json().getJsonObject("pull")) <= 5000);
        }
    }

    private void assertRefusedAt(String place, Changes changes) {
        String pointer = pointer(User.ALICE.post("/api/sync", first.message(changes)));
        assertTrue(pointer.equals(place) || pointer.equals(place + "/id"), pointer);
    }

    private static String pointer(Answer answer) {
        JsonObject problem = answer.problem(400, "malformed-message");
        String pointer = problem.getString("pointer", null);
        assertTrue(pointer != null && (pointer.isEmpty() || pointer.startsWith("/")), problem::toString);
        return pointer;
    }

    private String filled(String message) {
        return message.replace("REPLICA", alice.id())
                .replace("\"ADDED\"", "\"" + company.id() + "\"")
                .replace("MODIFIED", Sample.id())
                .replace("DELETED", Sample.id());
    }
}
