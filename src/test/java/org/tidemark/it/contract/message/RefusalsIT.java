package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * What is sent to the wrong place, or asks for what is not there, gets a problem that says so, and never a 500.
 *
 * <p>See docs/protocol.md, P120 to P122.
 */
@ContractTest
class RefusalsIT {

    private final Replica alice = Replica.of(User.ALICE);
    private final Row company = Sample.company("emea");

    @ParameterizedTest
    @CsvSource({
        "GET, /api/sync",
        "PUT, /api/sync",
        "DELETE, /api/sync",
        "PATCH, /api/sync",
        "POST, /api",
        "DELETE, /api",
        "POST, /api/conflicts",
        "DELETE, /api/conflicts",
        "GET, /api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b/resolution",
        "DELETE, /api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b"
    })
    void aMethodThatDoesNotBelongThereIsNotAllowed(String method, String path) {
        Answer answer = User.ALICE.send(method, path, new byte[0], "Content-Type", "application/json");
        answer.problem(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/nothing",
                "/api/sync/nothing",
                "/api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b",
                "/api/conflicts/not-a-uuid",
                "/api/conflicts/9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b/nothing",
                "/api/companies",
                "/api/%00",
                "/api/conflicts/%2e%2e"
            })
    void whatIsNotThereIsNotFound(String path) {
        Answer answer = User.ALICE.get(path);
        assertTrue(answer.status() == 404 || answer.status() == 400, () -> answer.status() + answer.text());
        if (!path.contains("%")) {
            answer.problem(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status=nonsense",
                "limit=0",
                "limit=-1",
                "limit=many",
                "limit=1e999999999",
                "replica=phone",
                "after=nonsense",
                "collection=ships&limit=x"
            })
    void aFilterThatCannotBeUnderstoodIsRefused(String query) {
        User.ALICE.get("/api/conflicts?" + query).problem(400, "malformed-message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"outcome\":\"client\"}",
                "{\"version\":1}",
                "{\"outcome\":\"mine\",\"version\":1}",
                "{\"outcome\":\"client\",\"version\":-1}",
                "{\"outcome\":\"client\",\"version\":1.5}",
                "{\"outcome\":\"client\",\"version\":\"1\"}",
                "{\"outcome\":\"merged\",\"version\":1}",
                "{\"outcome\":\"client\",\"version\":1,\"frobnicate\":1}",
                "{\"outcome\":\"merged\",\"version\":1,\"fields\":[]}"
            })
    void aResolutionThatCannotBeUnderstoodIsRefused(String resolution) {
        long version = alice.add(company);
        Replica bob = Replica.of(User.BOB);
        bob.modify(company, version, company.with("phone", "+47 2"));
        Row edited = company.with("phone", "+47 1");
        String conflict = alice.push(changes().modify(company, version, edited))
                .conflict(edited, "modified-modified")
                .getString("id");
        Answer answer = User.ALICE.post("/api/conflicts/" + conflict + "/resolution", resolution);
        JsonObject problem = answer.problem(400, "malformed-message");
        assertTrue(problem.containsKey("pointer"), problem::toString);
        assertTrue(new Desk(User.ALICE).find("status=open", conflict).isPresent(), "it stays open");
    }

    @Test
    void a_resolution_of_a_conflict_that_is_not_there_is_not_found() {
        new Desk(User.ALICE)
                .tryResolve(Sample.id(), Body.object("outcome", "client", "version", 1))
                .problem(404);
    }

    /** A restored server may not know it any more: a problem or a shrug, but no end of the replica and no 500. */
    @Test
    void a_resolution_in_a_push_of_a_conflict_that_is_not_there_stops_no_server() {
        Answer answer = alice.send(alice.message(
                changes().add(company).resolve(Sample.id(), "server").push(1)));
        if (answer.status() != 200) {
            assertEquals(
                    "/push/resolutions/0/conflict",
                    answer.problem(400, "malformed-message").getString("pointer"));
        } else {
            new Outcomes(answer.json().getJsonObject("push")).applied(company);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/png", "application/xml"})
    void who_accepts_no_json_gets_no_server_error(String accept) {
        Answer answer = User.ALICE.get("/api", "Accept", accept);
        assertTrue(answer.status() < 500, () -> answer.status() + answer.text());
    }
}
