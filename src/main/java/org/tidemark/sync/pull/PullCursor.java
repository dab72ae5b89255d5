package org.tidemark.sync.pull;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.StrictJson;

/**
 * How far a replica has read, by scope, and where in a pass of several pages it stands. Opaque to the client. It grants
 * nothing: what a scope holds is only sent to who may read it, whatever a cursor says.
 *
 * @param seen the version up to which each scope was read; a scope that is missing was never read
 * @param told the number up to which it was told of closed conflicts that have no scope
 * @param left what was passed on the way there and could not be read
 * @param rounds how many rounds of the pass under way have ended
 * @param pass the round that is under way, or null between rounds
 */
public record PullCursor(
        UUID epoch, String user, Map<String, Long> seen, long told, LeftOut left, int rounds, Pass pass) {

    /**
     * A round of a pass, over all scopes that have news.
     *
     * @param upTo the clocks when the round began: what a scope will have been read up to when it ends
     * @param reset the scopes that are read from the beginning
     * @param tell the number up to which it will have been told of closed conflicts that have no scope
     * @param step the step that comes next: one of {@link PullPass}
     * @param after the version that the step has come to
     */
    public record Pass(Map<String, Long> upTo, Set<String> reset, long tell, String step, long after) {}

    public static PullCursor start(UUID epoch, String user) {
        return new PullCursor(epoch, user, Map.of(), 0, LeftOut.nothing(), 0, null);
    }

    /** The cursor that a client sent, in its seal. */
    public static PullCursor read(String text, UUID epoch, String user) {
        return read(text, true, epoch, user);
    }

    /**
     * The cursor that a client sent. Another user's is worth nothing, and so is one that is not {@code ours}: the
     * replica starts over, and loses nothing by that. One of another epoch means that the server forgot things.
     */
    public static PullCursor read(String text, boolean ours, UUID epoch, String user) {
        if (text == null) {
            return start(epoch, user);
        }
        PullCursor cursor;
        try {
            cursor = parse(text);
        } catch (Refusal unreadable) {
            if (ours) {
                throw unreadable;
            }
            return start(epoch, user);
        }
        if (!cursor.user.equals(user)) {
            return start(epoch, user);
        }
        if (!cursor.epoch.equals(epoch)) {
            throw Refusal.replicaResetRequired("the server was restored: it may have forgotten what the replica knows");
        }
        return ours ? cursor : start(epoch, user);
    }

    /** Refuses what no server of ours has written. */
    public static PullCursor parse(String text) {
        try {
            JsonObject json = StrictJson.object(Base64.getUrlDecoder().decode(text));
            return new PullCursor(
                    UUID.fromString(json.getString("epoch")),
                    json.getString("user"),
                    versions(json.getJsonObject("seen")),
                    number(json, "told"),
                    json.containsKey("left") ? LeftOut.of(json.getJsonObject("left")) : LeftOut.nothing(),
                    Math.toIntExact(number(json, "rounds")),
                    json.containsKey("pass") ? pass(json.getJsonObject("pass")) : null);
        } catch (RuntimeException e) {
            throw Refusal.malformed("/pull/cursor", "no cursor of this server");
        }
    }

    private static Pass pass(JsonObject json) {
        Set<String> reset = new TreeSet<>();
        json.getJsonArray("reset").getValuesAs(JsonString.class).forEach(scope -> reset.add(scope.getString()));
        return new Pass(
                versions(json.getJsonObject("upTo")),
                reset,
                number(json, "tell"),
                json.getString("step"),
                json.getJsonNumber("after").longValueExact());
    }

    private static long number(JsonObject json, String name) {
        return json.containsKey(name) ? json.getJsonNumber(name).longValueExact() : 0;
    }

    static Map<String, Long> versions(JsonObject json) {
        Map<String, Long> versions = new TreeMap<>();
        json.keySet()
                .forEach(scope -> versions.put(scope, json.getJsonNumber(scope).longValueExact()));
        return versions;
    }

    /** The versions by scope, as JSON. */
    static JsonObject json(Map<String, Long> versions) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        versions.forEach(json::add);
        return json.build();
    }

    /** The text for the client, without its seal. */
    String text() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("epoch", epoch.toString())
                .add("user", user)
                .add("seen", json(seen));
        if (told > 0) {
            json.add("told", told);
        }
        if (!left.isEmpty()) {
            json.add("left", left.json());
        }
        if (rounds > 0) {
            json.add("rounds", rounds);
        }
        if (pass != null) {
            json.add(
                    "pass",
                    Json.createObjectBuilder()
                            .add("upTo", json(pass.upTo))
                            .add("reset", Json.createArrayBuilder(pass.reset))
                            .add("tell", pass.tell)
                            .add("step", pass.step)
                            .add("after", pass.after));
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.build().toString().getBytes(StandardCharsets.UTF_8));
    }
}
