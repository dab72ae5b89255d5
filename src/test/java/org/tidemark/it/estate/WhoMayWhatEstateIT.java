package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.User;
import org.tidemark.it.estate.Holdings.Conflict;
import org.tidemark.it.estate.Holdings.Record;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * The authorisation matrix: each person tries each endpoint in each scope. What is expected is computed from the
 * person's roles by {@link Person}. An endpoint that nobody has written an expectation for fails the test.
 */
@ExtendWith(ServerExtension.class)
class WhoMayWhatEstateIT {

    /** Tries one endpoint. */
    private interface Cell {

        /** What came of it, and what should have: both as words, so that a list of differences can be read. */
        Result attempt(Person person, String scope);
    }

    private record Result(Object expected, Object actual) {}

    private final Server server;
    private final Holdings holdings;
    private final Map<String, Conflict> conflicts = new LinkedHashMap<>();
    private final Map<String, Conflict> closed = new LinkedHashMap<>();
    private final Map<String, UUID> replicas = new LinkedHashMap<>();
    private final Map<Person, Set<String>> pulled = new EnumMap<>(Person.class);
    private final List<String> wrong = new ArrayList<>();
    private int tried;

    WhoMayWhatEstateIT(Server server) {
        // No database has rights of its own.
        assumeTrue(server.isH2());
        this.server = server;
        this.holdings = new Holdings(server);
    }

    private void fill() {
        for (String scope : Person.SCOPES) {
            conflicts.put(scope, holdings.conflict(Person.ownerIn(scope), scope));
            closed.put(scope, holdings.closed(Person.ownerIn(scope), scope));
            replicas.put(scope, holdings.replica(Person.ownerIn(scope)));
        }
    }

    @Test
    void everybody_may_what_the_policy_says_and_nothing_else() {
        Map<String, Cell> matrix = matrix();
        assertEquals(Endpoints.all(), new TreeSet<>(matrix.keySet()), "an endpoint without an expectation, or reverse");
        fill();
        for (Person person : Person.values()) {
            for (String scope : Person.SCOPES) {
                matrix.forEach((endpoint, cell) -> attempt(endpoint, cell, person, scope));
            }
        }
        assertEquals(List.of(), wrong, () -> wrong.size() + " of " + tried);
    }

    @Test
    void a_push_does_what_the_policy_lets_it() {
        Map<String, Cell> verbs =
                Map.of("create", this::create, "change", this::change, "move", this::move, "delete", this::delete);
        for (Person person : Person.values()) {
            for (String scope : Person.SCOPES) {
                verbs.forEach((verb, cell) -> attempt(verb, cell, person, scope));
            }
        }
        assertEquals(List.of(), wrong, () -> wrong.size() + " of " + tried);
    }

    private void attempt(String what, Cell cell, Person person, String scope) {
        Result result;
        try {
            result = cell.attempt(person, scope);
        } catch (AssertionError | RuntimeException failed) {
            result = new Result("an answer", failed);
        }
        tried++;
        if (!result.expected().equals(result.actual())) {
            wrong.add("%s in %s, %s: expected %s, was %s"
                    .formatted(person, scope, what, result.expected(), result.actual()));
        }
    }

    private Map<String, Cell> matrix() {
        Map<String, Cell> matrix = new LinkedHashMap<>();
        matrix.put("GET /api", this::describe);
        matrix.put("POST /api/sync", this::pull);
        matrix.put("GET /api/events", this::follow);
        matrix.put(
                "HEAD /api/events",
                (person, scope) -> new Result(
                        signedIn(person, 405),
                        holdings.send(person, "HEAD", "/api/events", "").status()));
        matrix.put("GET /api/conflicts", (person, scope) -> listed(person, scope, "/api/conflicts"));
        matrix.put(
                "GET /api/export/conflicts.csv", (person, scope) -> listed(person, scope, "/api/export/conflicts.csv"));
        matrix.put(
                "GET /api/export/conflicts.json",
                (person, scope) -> listed(person, scope, "/api/export/conflicts.json"));
        matrix.put("GET /api/conflicts/lost", this::lost);
        matrix.put(
                "GET /api/conflicts/{id}",
                (person, scope) -> seen(
                        person,
                        scope,
                        holdings.get(
                                person, "/api/conflicts/" + conflicts.get(scope).id())));
        matrix.put("POST /api/conflicts/{id}/resolution", this::decide);
        matrix.put("POST /api/conflicts/{id}/follow-up", this::assign);
        matrix.put("POST /api/conflicts/{id}/reopening", this::reopen);
        matrix.put("GET /api/records/{collection}/{id}/history", this::history);
        matrix.put("GET /api/statistics", this::counted);
        matrix.put("GET /api/rules", (person, scope) -> marked(person, Set.of(), holdings.get(person, "/api/rules")));
        matrix.put(
                "GET /api/rules/replay",
                (person, scope) -> marked(
                        person,
                        Set.of(),
                        holdings.get(person, "/api/rules/replay?collection=technicians&rule=later&field=phone")));
        matrix.put("GET /api/replicas", this::replicas);
        matrix.put(
                "PUT /api/replicas/{id}/label",
                (person, scope) -> managed(
                        person,
                        scope,
                        holdings.send(
                                person, "PUT", "/api/replicas/" + replicas.get(scope) + "/label", "{'label': 'x'}")));
        matrix.put("DELETE /api/replicas/{id}", this::revoke);
        matrix.put("POST /api/restored", this::restore);
        matrix.put("GET /api/triggers", this::triggers);
        matrix.put(
                "GET /api/audit",
                (person, scope) -> new Result(
                        signedIn(person, person.isAdministrator() ? 200 : 403),
                        holdings.get(person, "/api/audit").status()));
        matrix.put(
                "GET /api/administration",
                (person, scope) -> new Result(
                        signedIn(person, person.isAdministrator() ? 200 : 403) + " []",
                        told(holdings.get(person, "/api/administration"))));
        matrix.put("GET /api/conflicts/{id}/people", this::people);
        matrix.put(
                "GET /api/documents/{name}",
                (person, scope) -> new Result(
                        signedIn(person, 200),
                        holdings.get(person, "/api/documents/openapi.json").status()));
        matrix.put("GET /api/metrics", this::metrics);
        return matrix;
    }

    private static int signedIn(Person person, int status) {
        return person.isSignedIn() ? status : 401;
    }

    private Result describe(Person person, String scope) {
        Answer answer = holdings.get(person, "/api");
        if (!person.isSignedIn()) {
            return new Result(401, answer.status());
        }
        JsonObject told = answer.ok().json();
        return new Result(
                new TreeSet<>(person.writable()) + " " + person.roles(),
                words(told, "writableScopes") + " " + words(told, "roles"));
    }

    private static Set<String> words(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Result pull(Person person, String scope) {
        if (!person.isSignedIn()) {
            return new Result(
                    401,
                    holdings.post(person, "/api/sync", "{'replica': '%s'}".formatted(UUID.randomUUID()))
                            .status());
        }
        Set<String> readable = new TreeSet<>(Person.SCOPES);
        readable.removeIf(one -> !person.reads(one));
        return new Result(
                readable, pulled.computeIfAbsent(person, one -> holdings.marksIn(holdings.everythingFor(one))));
    }

    private Result follow(Person person, String scope) {
        User user = person.isSignedIn() ? new User(person.user, person.user) : new User("nobody", "wrong");
        try (Listening listening = Listening.at(server.base(), user, "")) {
            return new Result(signedIn(person, 200), listening.status());
        }
    }

    private Result listed(Person person, String scope, String path) {
        Answer answer = holdings.list(person, path);
        if (!person.isSignedIn()) {
            return new Result(401, answer.status());
        }
        boolean sees = person.seesConflictOf(Person.ownerIn(scope), scope);
        String text = answer.text();
        return new Result(
                "200 " + sees + " " + sees,
                answer.status() + " " + text.contains(conflicts.get(scope).id()) + " "
                        + holdings.marksIn(text).contains(scope));
    }

    private Result lost(Person person, String scope) {
        Answer answer = holdings.get(person, "/api/conflicts/lost?limit=1000");
        boolean isTold = person == Person.ownerIn(scope) && person.reads(scope);
        return new Result(
                signedIn(person, 200) + " " + isTold,
                answer.status() + " " + answer.text().contains(closed.get(scope).id()));
    }

    /** A conflict of this scope: there for who sees it, else as if it were none, and without a word of it. */
    private Result seen(Person person, String scope, Answer answer) {
        boolean sees = person.seesConflictOf(Person.ownerIn(scope), scope);
        return new Result(
                signedIn(person, sees ? 200 : 404) + " " + sees,
                answer.status() + " " + holdings.marksIn(answer.text()).contains(scope));
    }

    /** The server's side writes nothing. The client's is an edit of the record. */
    private Result decide(Person person, String scope) {
        Person owner = Person.ownerIn(scope);
        boolean sees = person.seesConflictOf(owner, scope);
        if (!sees) {
            return seen(person, scope, holdings.resolve(person, conflicts.get(scope), "server"));
        }
        return new Result(
                "200 " + (person.writes(scope) ? 200 : 400),
                holdings.resolve(person, holdings.conflict(owner, scope), "server")
                                .status() + " "
                        + holdings.resolve(person, holdings.conflict(owner, scope), "client")
                                .status());
    }

    /** The answer alone does not tell whether something was written. */
    private Result assign(Person person, String scope) {
        String path = "/api/conflicts/" + conflicts.get(scope).id();
        String note = "Noted by " + person + " " + scope;
        Answer answer =
                holdings.post(person, path + "/follow-up", "{'assignee': 'steward', 'note': '%s'}".formatted(note));
        Result seen = seen(person, scope, answer);
        boolean sees = person.seesConflictOf(Person.ownerIn(scope), scope);
        boolean isWritten = holdings.get(Person.HEAD, path).ok().text().contains(note);
        return new Result(seen.expected() + " " + sees, seen.actual() + " " + isWritten);
    }

    private Result reopen(Person person, String scope) {
        Person owner = Person.ownerIn(scope);
        boolean sees = person.seesConflictOf(owner, scope);
        String id = (sees ? holdings.closed(owner, scope) : closed.get(scope)).id();
        return seen(person, scope, holdings.post(person, "/api/conflicts/" + id + "/reopening", "{}"));
    }

    private Result history(Person person, String scope) {
        Record record = conflicts.get(scope).record();
        Answer answer = holdings.get(person, "/api/records/technicians/" + record.id() + "/history");
        boolean sees = person.seesConflictOf(Person.ownerIn(scope), scope);
        return new Result(
                signedIn(person, person.reads(scope) ? 200 : 404) + " " + sees,
                answer.status() + " "
                        + answer.text().contains(conflicts.get(scope).id()));
    }

    /** Who sees no conflict is told of none. */
    private Result counted(Person person, String scope) {
        Answer answer = holdings.get(person, "/api/statistics?collection=technicians");
        if (!person.isSignedIn()) {
            return new Result(401, answer.status());
        }
        boolean seesSome = Person.SCOPES.stream().anyMatch(one -> person.seesConflictOf(Person.ownerIn(one), one));
        return new Result(seesSome, answer.ok().json().getInt("conflicts") > 0);
    }

    /** Values of records in what is not made for them. */
    private Result marked(Person person, Set<String> expected, Answer answer) {
        return new Result(
                signedIn(person, 200) + " " + expected, answer.status() + " " + holdings.marksIn(answer.text()));
    }

    private Result replicas(Person person, String scope) {
        Answer answer = holdings.get(person, "/api/replicas?limit=1000");
        boolean sees = person.managesReplicaOf(Person.ownerIn(scope));
        return new Result(
                signedIn(person, 200) + " " + sees,
                answer.status() + " "
                        + answer.text().contains(replicas.get(scope).toString()));
    }

    private static Result managed(Person person, String scope, Answer answer) {
        return new Result(
                signedIn(person, person.managesReplicaOf(Person.ownerIn(scope)) ? 204 : 404), answer.status());
    }

    private Result revoke(Person person, String scope) {
        Person owner = Person.ownerIn(scope);
        UUID replica = person.managesReplicaOf(owner) ? holdings.replica(owner) : replicas.get(scope);
        return managed(person, scope, holdings.send(person, "DELETE", "/api/replicas/" + replica, ""));
    }

    /** {@code RestoreIT} has the administrator's: another epoch would disturb the other tests here. */
    private Result restore(Person person, String scope) {
        return person.isAdministrator()
                ? new Result(true, true)
                : new Result(
                        signedIn(person, 403),
                        holdings.post(person, "/api/restored", "{}").status());
    }

    /** There is no script for H2. */
    private Result triggers(Person person, String scope) {
        return new Result(
                signedIn(person, person.isAdministrator() ? 404 : 403),
                holdings.get(person, "/api/triggers").status());
    }

    /** Whom to ask is told to stewards who see the conflict. */
    private Result people(Person person, String scope) {
        boolean sees = person.seesConflictOf(Person.ownerIn(scope), scope);
        return new Result(
                signedIn(person, !person.isSteward() ? 403 : sees ? 200 : 404),
                holdings.get(person, "/api/conflicts/" + conflicts.get(scope).id() + "/people")
                        .status());
    }

    /** Counts and settings, and no value of a record. */
    private String told(Answer answer) {
        return answer.status() + " " + holdings.marksIn(answer.text());
    }

    /** The estate has left Micrometer out. */
    private Result metrics(Person person, String scope) {
        return new Result(
                signedIn(person, person.isAdministrator() ? 404 : 403),
                holdings.get(person, "/api/metrics").status());
    }

    private Result create(Person person, String scope) {
        String id = UUID.randomUUID().toString();
        return pushed(person, person.writes(scope), Holdings.added(id, scope, "New " + id));
    }

    private Result change(Person person, String scope) {
        return pushed(person, person.writes(scope), Holdings.modified(holdings.record(scope), "phone", "+3"));
    }

    private Result move(Person person, String scope) {
        String other = scope.equals("NORTH") ? "SOUTH" : "NORTH";
        return pushed(
                person,
                person.writes(scope) && person.writes(other),
                Holdings.modified(holdings.record(scope), "district", other));
    }

    private Result delete(Person person, String scope) {
        return pushed(person, person.writes(scope), Holdings.deleted(holdings.record(scope)));
    }

    private Result pushed(Person person, boolean may, String change) {
        Answer answer = holdings.push(person, UUID.randomUUID(), change);
        if (!person.isSignedIn()) {
            return new Result(401, answer.status());
        }
        JsonObject push = answer.ok().json().getJsonObject("push");
        String reason = push.getJsonArray("rejected").getValuesAs(JsonObject.class).stream()
                .map(rejected -> rejected.getString("reason"))
                .collect(Collectors.joining());
        return new Result(
                may ? "1 " : "0 forbidden", push.getJsonArray("applied").size() + " " + reason);
    }
}
