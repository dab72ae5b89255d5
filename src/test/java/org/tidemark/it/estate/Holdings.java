package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.it.Answer;
import org.tidemark.it.server.Server;

/** What there is in a scope for others to try: records with a mark, conflicts, replicas. Each call makes a new one. */
final class Holdings {

    private final Server server;

    private final Instant start = Instant.now().minusSeconds(1);

    /** In the name of every record of this run. */
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    Holdings(Server server) {
        this.server = server;
    }

    /** A record of a technician. */
    record Record(String id, String scope, int version) {}

    /**
     * A conflict over a record.
     *
     * @param record as it is on the server
     */
    record Conflict(String id, Record record, Person owner) {}

    String mark(String scope) {
        return "Marked " + scope + " " + run;
    }

    /** The scopes whose mark is in this text. */
    Set<String> marksIn(String text) {
        Set<String> scopes = new TreeSet<>(Person.SCOPES);
        scopes.removeIf(scope -> !text.contains(mark(scope)));
        return scopes;
    }

    /** The push part of the answer, or the refusal as it came. */
    Answer push(Person person, UUID replica, String changes) {
        return post(
                person,
                "/api/sync",
                "{'replica': '%s', 'push': {'number': 1, 'changes': {'technicians': {%s}}}}"
                        .formatted(replica, changes));
    }

    Answer post(Person person, String path, String body) {
        return server.as(person.user).post(path, body.replace('\'', '"'));
    }

    static String added(String id, String scope, String name) {
        return "'added': [{'id': '%s', 'fields': {'badge': '%s', 'name': '%s', 'district': '%s'}}]"
                .formatted(id, id.substring(0, 18), name, scope);
    }

    static String modified(Record record, String field, String value) {
        String base = field.equals("district") ? "'" + record.scope + "'" : "null";
        return "'modified': [{'id': '%s', 'version': %d, 'fields': {'%s': '%s'}, 'base': {'%s': %s}}]"
                .formatted(record.id, record.version, field, value, field, base);
    }

    static String deleted(Record record) {
        return "'deleted': [{'id': '%s', 'version': %d}]".formatted(record.id, record.version);
    }

    Record record(String scope) {
        String id = UUID.randomUUID().toString();
        return new Record(id, scope, applied(Person.HEAD, added(id, scope, mark(scope))));
    }

    /** The owner's edit met one of the head. */
    Conflict conflict(Person owner, String scope) {
        Record before = record(scope);
        int version = applied(Person.HEAD, modified(before, "phone", "+1"));
        JsonObject met = push(owner, UUID.randomUUID(), modified(before, "phone", "+2"))
                .ok()
                .json()
                .getJsonObject("push");
        assertEquals(1, met.getJsonArray("conflicts").size(), met::toString);
        String id = met.getJsonArray("conflicts").getJsonObject(0).getString("id");
        return new Conflict(id, new Record(before.id, scope, version), owner);
    }

    Conflict closed(Person owner, String scope) {
        Conflict conflict = conflict(owner, scope);
        resolve(Person.HEAD, conflict, "server").ok();
        return conflict;
    }

    Answer resolve(Person person, Conflict conflict, String outcome) {
        return post(
                person,
                "/api/conflicts/" + conflict.id + "/resolution",
                "{'outcome': '%s', 'version': %d}".formatted(outcome, conflict.record.version));
    }

    /** One that has synchronised. */
    UUID replica(Person owner) {
        UUID replica = UUID.randomUUID();
        post(owner, "/api/sync", "{'replica': '%s', 'pull': {'cursor': null, 'page': 1}}".formatted(replica))
                .ok();
        return replica;
    }

    /** All pages of a first pull, as they came. */
    String everythingFor(Person person) {
        UUID replica = UUID.randomUUID();
        var all = new StringBuilder();
        var cursor = Json.createObjectBuilder().addNull("cursor").build();
        for (boolean more = true; more; ) {
            JsonObject page = post(
                            person,
                            "/api/sync",
                            Json.createObjectBuilder()
                                    .add("replica", replica.toString())
                                    .add(
                                            "pull",
                                            Json.createObjectBuilder(cursor).add("page", 5000))
                                    .build()
                                    .toString())
                    .ok()
                    .json()
                    .getJsonObject("pull");
            all.append(page);
            cursor = Json.createObjectBuilder()
                    .add("cursor", page.getString("cursor"))
                    .build();
            more = page.getBoolean("more");
        }
        return all.toString();
    }

    Answer get(Person person, String path) {
        return server.as(person.user).get(path);
    }

    /** What began in this run. */
    Answer list(Person person, String path) {
        return get(person, path + "?limit=1000&since=" + start);
    }

    Answer send(Person person, String method, String path, String body) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return server.as(person.user).send(method, path, bytes, "Content-Type", "application/json");
    }

    private int applied(Person person, String changes) {
        JsonObject push = push(person, UUID.randomUUID(), changes).ok().json().getJsonObject("push");
        assertEquals(1, push.getJsonArray("applied").size(), push::toString);
        return push.getJsonArray("applied").getJsonObject(0).getInt("version");
    }
}
