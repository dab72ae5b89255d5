package org.tidemark.client;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One user's way to a Tidemark server. Threadsafe.
 *
 * <p>A request waits for two minutes at most. Where the server is busy (408, 429, 503), it is sent again after the time
 * that the server names, up to five times in all, unless that time is longer than a minute.
 */
public final class TidemarkClient {

    private final Http http;

    /**
     * With whatever authentication the deployment has.
     *
     * @param api where the API is, without a slash at the end, as {@code https://example.com/app/api}
     * @param headers sent with each request, as {@code Authorization} or {@code Cookie}
     */
    public TidemarkClient(URI api, HttpClient client, Map<String, String> headers) {
        http = new Http(api, client, headers);
    }

    /** With the name and the password in each request (BASIC): over TLS only. */
    public static TidemarkClient basic(URI api, String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return new TidemarkClient(
                api,
                client,
                Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    /** What the server synchronises, for this user: {@code Description} in sync.schema.json (P30 to P39). */
    public JsonObject describe() throws IOException, InterruptedException {
        return http.get("");
    }

    /**
     * A replica that goes on where it stood.
     *
     * @param state {@link ReplicaState#fresh()}, or what was kept
     * @param keeper keeps each state durably before it returns: what it loses, the replica has to do anew
     */
    public Replica replica(ReplicaState state, Consumer<ReplicaState> keeper) {
        return new Replica(http, state, keeper);
    }

    /**
     * The conflicts that the user may see, all pages of them, the oldest first (P130 to P132).
     *
     * @param filters by name, as {@code status} {@code open}; see P180
     */
    public List<Conflict> conflicts(Map<String, String> filters) throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("/conflicts?limit=100");
        filters.forEach((name, value) ->
                query.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        List<Conflict> conflicts = new ArrayList<>();
        JsonObject page;
        do {
            String after = conflicts.isEmpty()
                    ? ""
                    : "&after=" + conflicts.get(conflicts.size() - 1).id();
            page = http.get(query + after);
            page.getJsonArray("conflicts")
                    .getValuesAs(JsonObject.class)
                    .forEach(one -> conflicts.add(Conflict.of(one)));
        } while (page.getBoolean("more"));
        return conflicts;
    }

    /**
     * One conflict as it is now.
     *
     * @throws RefusedException 404 {@code not-found}
     */
    public Conflict conflict(UUID id) throws IOException, InterruptedException {
        return Conflict.of(http.get("/conflicts/" + id));
    }

    /**
     * Ends a conflict at the desk: with the server's side that {@code seen} has, or not at all (P133, P134).
     *
     * @param seen what the decision was made by
     * @param fields what is written, by field; of {@link Outcome#MERGED} alone, else null
     * @return the closed conflict
     * @throws RefusedException 409 {@code conflict-moved}: the problem's {@code conflict} is what it is now
     */
    public Conflict resolve(Conflict seen, Outcome outcome, JsonObject fields)
            throws IOException, InterruptedException {
        if ((fields != null) != (outcome == Outcome.MERGED)) {
            throw new IllegalArgumentException("fields are for a merged outcome, and for no other");
        }
        var message = Http.JSON
                .createObjectBuilder()
                .add("outcome", outcome.wire())
                .add("version", seen.server().version());
        if (fields != null) {
            message.add("fields", fields);
        }
        return Conflict.of(http.post("/conflicts/" + seen.id() + "/resolution", message.build()));
    }

    /**
     * Opens the stream of events (P150 to P160). Whoever hears {@code changed} pulls.
     *
     * @param replica whose revocation is to be told; null for none
     */
    public EventStream events(UUID replica) throws IOException, InterruptedException {
        return EventStream.open(http, replica == null ? "/events" : "/events?replica=" + replica);
    }
}
