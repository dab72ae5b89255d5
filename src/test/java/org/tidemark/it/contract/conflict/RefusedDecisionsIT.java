package org.tidemark.it.contract.conflict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Together;
import org.tidemark.it.contract.User;

/**
 * Decisions that are refused: on a state that is no longer current, for a mixture that is invalid, and all after
 * the first.
 *
 * <p>See docs/protocol.md, P130 to P137.
 */
@ContractTest
class RefusedDecisionsIT {

    private final Desk alices = new Desk(User.ALICE);
    private final Desk carols = new Desk(User.CAROL);

    @ParameterizedTest
    @ValueSource(strings = {"client", "server"})
    void a_decision_on_a_state_that_is_no_longer_current_is_refused_with_the_fresh_one(String outcome) {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row newer = it.server().with("notes", "Moved on.");
        long current = it.moveOn(newer);

        JsonObject problem = carols.tryResolve(it.conflict(), Body.object("outcome", outcome, "version", it.version()))
                .problem(409, "conflict-moved");

        JsonObject fresh = problem.getJsonObject("conflict");
        assertEquals(current, Body.version(fresh.getJsonObject("server")));
        Fields.assertSame(newer, fresh.getJsonObject("server").getJsonObject("fields"));
        Fields.assertSame(it.client(), fresh.getJsonObject("client").getJsonObject("fields"));
        Fields.assertSame(newer, it.bob().pull().held(newer));
        carols.resolve(fresh.getString("id"), outcome, current);
        Fields.assertSame(
                outcome.equals("client") ? it.client() : newer, it.bob().pull().held(newer));
    }

    @Test
    void a_decision_on_a_deleted_record_is_refused_until_its_deletion_is_on_screen() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        it.bob().delete(it.server(), it.version());
        JsonObject problem = carols.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()))
                .problem(409, "conflict-moved");
        JsonObject deleted = problem.getJsonObject("conflict").getJsonObject("server");
        assertTrue(deleted.getBoolean("deleted"));
        assertTrue(it.bob().pull().find(it.server()).isEmpty());

        carols.resolve(it.conflict(), "client", Body.version(deleted));
        Fields.assertSame(it.client(), it.bob().pull().held(it.client()));
        assertTrue(it.bob().held(it.client()).version() > Body.version(deleted));
        it.alice().pull();
        DecisionsIT.assertSettled(it, "client", "carol");
    }

    @Test
    void a_version_that_never_was_is_not_current_either() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.tryResolve(it.conflict(), Body.object("outcome", "server", "version", it.version() + 1000))
                .problem(409, "conflict-moved");
        assertTrue(it.isOpen());
    }

    @Test
    void a_mixture_that_is_invalid_is_refused_and_the_conflict_stays_open() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        for (JsonObject bad : List.of(
                it.client().with("name", "").fields(),
                it.client().with("employees", "many").fields(),
                it.client().with("shoeSize", 43).fields(),
                it.client().with("notes", "a\u0000b").fields())) {
            Answer answer = carols.tryResolve(
                    it.conflict(), Body.object("outcome", "merged", "version", it.version(), "fields", bad));
            assertTrue(answer.status() / 100 == 4, answer::text);
            answer.problem();
        }
        assertTrue(it.isOpen());
        assertEquals(it.version(), it.bob().pull().held(it.server()).version());
    }

    @Test
    void a_mixture_that_the_database_refuses_is_refused_and_the_conflict_stays_open() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        Row other = Sample.company("emea");
        it.bob().add(other);
        Row greedy = it.client().with("vatNumber", other.fields().getString("vatNumber"));
        Answer answer = carols.tryResolve(
                it.conflict(), Body.object("outcome", "merged", "version", it.version(), "fields", greedy.fields()));
        assertTrue(answer.status() / 100 == 4, () -> answer.status() + answer.text());
        answer.problem();
        assertTrue(it.isOpen());
    }

    @Test
    void a_conflict_is_decided_once() {
        Disputed it = Disputed.modifiedModified(User.ALICE);
        carols.resolve(it.conflict(), "server", it.version());
        alices.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()))
                .problem(409);
        assertEquals(it.version(), it.bob().pull().held(it.server()).version());
    }

    @Test
    void of_many_who_decide_at_once_one_does() {
        for (int round = 0; round < 5; round++) {
            Disputed it = Disputed.modifiedModified(User.ALICE);
            Callable<Answer> forClient =
                    () -> carols.tryResolve(it.conflict(), Body.object("outcome", "client", "version", it.version()));
            Callable<Answer> forServer =
                    () -> alices.tryResolve(it.conflict(), Body.object("outcome", "server", "version", it.version()));
            List<Answer> answers = Together.run(List.of(forClient, forServer, forClient, forServer));
            assertEquals(1, answers.stream().filter(a -> a.status() / 100 == 2).count(), answers::toString);
            answers.stream().filter(a -> a.status() / 100 != 2).forEach(a -> a.problem(409));
        }
    }
}
