package org.tidemark.convergence.real;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * The WAR on Payara Micro with PostgreSQL, over HTTP. What has been received runs at once, beside whatever else runs;
 * to advance it is to wait for its end. Before an answer is told, all that was committed until then is told.
 */
final class RealServer implements Server {
    /** The model's seconds of age of a tombstone, as milliseconds of the real clock. */
    private static final long MILLIS = 25;

    private record Running(Call call, CompletableFuture<HttpResponse<String>> answer) {}

    private final Postgres postgres;
    private final Ledger ledger;
    private final Http http;
    private final Names names;
    private final Codec codec;
    private final Witness witness;
    private final BiConsumer<Call, Wire.Answer> answers;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, Wire.Conflict> shown = new HashMap<>();
    private boolean backedUp;

    RealServer(
            Postgres postgres,
            Ledger ledger,
            Http http,
            Names names,
            Witness witness,
            BiConsumer<Call, Wire.Answer> answers) {
        this.postgres = postgres;
        this.ledger = ledger;
        this.http = http;
        this.names = names;
        this.codec = new Codec(names);
        this.witness = witness;
        this.answers = answers;
    }

    @Override
    public void receive(Call call) {
        JsonObject made = call.body() == null ? codec.request(call.request()) : null;
        String body = made == null ? call.body() : made.toString();
        running.add(new Running(call, http.post(call.request().user(), "/api/sync", body)));
    }

    @Override
    public int ready() {
        return running.size();
    }

    @Override
    public void advance(int n) {
        end(running.remove(n));
    }

    @Override
    public boolean advance(Call call) {
        for (Running one : running) {
            if (one.call == call) {
                running.remove(one);
                end(one);
                return true;
            }
        }
        return false;
    }

    private void end(Running one) {
        HttpResponse<String> response;
        try {
            response = one.answer.join();
        } catch (CompletionException e) {
            response = null;
        }
        tellCommits();
        if (one.call != null) {
            if (response != null) {
                one.call.answered(response.statusCode(), response.body());
            }
            Wire.Answer answer = response == null ? null : codec.answer(response.statusCode(), response.body());
            if (answer != null && answer.push() != null) {
                answer.push().conflicts().forEach(conflict -> shown.put(conflict.id(), conflict));
            }
            answers.accept(one.call, answer);
        }
    }

    private void endAll() {
        while (!running.isEmpty()) {
            advance(0);
        }
        tellCommits();
    }

    private void tellCommits() {
        long transaction = 0;
        for (Ledger.Note note : ledger.read()) {
            if (transaction != 0 && note.transaction() != transaction) {
                witness.transacted();
            }
            transaction = note.transaction();
            String actor = note.user() == null ? "?" : Setup.RIGHTS.containsKey(note.user()) ? note.user() : "estate";
            if (note.before() == null || !note.before().equals(note.after())) {
                witness.committed(actor, note.key(), note.before(), note.after());
            }
        }
        if (transaction != 0) {
            witness.transacted();
        }
    }

    @Override
    public List<Open> desk() {
        List<Open> open = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            HttpResponse<String> response = http.get(Setup.STEWARD, "/api/conflicts?status=open&limit=200" + after);
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the desk says " + response.statusCode() + " " + response.body());
            }
            JsonObject json = Names.parse(response.body());
            for (JsonObject one : json.getJsonArray("conflicts").getValuesAs(JsonObject.class)) {
                Wire.Conflict conflict = codec.conflict(one);
                open.add(new Open(
                        shown.getOrDefault(conflict.id(), conflict), one.getString("user"), conflict.server()));
                after = "&after=" + conflict.id();
            }
            more = json.getBoolean("more");
        }
        return open;
    }

    @Override
    public Wire.Conflict registered(String id) {
        HttpResponse<String> response = http.get(Setup.STEWARD, "/api/conflicts/" + id);
        return response.statusCode() == 200 ? codec.conflict(Names.parse(response.body())) : null;
    }

    /** The desk takes the client's side as it stands, whatever else has changed. */
    @Override
    public Map<String, String> clientSide(Wire.Conflict conflict, Wire.Side server) {
        return conflict.client().fields();
    }

    @Override
    public void resolve(String user, Wire.Conflict conflict, String outcome, long version, Map<String, String> fields) {
        JsonObjectBuilder body =
                Json.createObjectBuilder().add("outcome", outcome).add("version", version);
        if (fields != null) {
            body.add("fields", names.json(fields));
        }
        running.add(new Running(
                null,
                http.post(
                        user,
                        "/api/conflicts/" + conflict.id() + "/resolution",
                        body.build().toString())));
    }

    @Override
    public void estate(String first, String second, String value, String scope) {
        String path = "/convergence/estate?value=" + value + (scope == null ? "" : "&scope=" + scope) + "&id="
                + first.charAt(0) + names.id(first)
                + (first.equals(second) ? "" : "&id=" + second.charAt(0) + names.id(second));
        running.add(new Running(null, http.post(null, path, null)));
    }

    @Override
    public void purge(long age) {
        Instant before = Instant.now().minusMillis(age * MILLIS);
        running.add(new Running(null, http.post(null, "/convergence/purge?before=" + before, null)));
    }

    @Override
    public void rights(String user, Set<String> scopes) {
        ledger.rights(user, scopes);
    }

    /** PostgreSQL dies without a word; whoever was being served hears no answer. */
    @Override
    public void crash() {
        postgres.kill();
        running.forEach(one -> one.answer.handle((answer, failure) -> null).join());
        running.clear();
        postgres.restart();
        tellCommits();
    }

    @Override
    public void backup() {
        endAll();
        ledger.backup();
        backedUp = true;
    }

    @Override
    public boolean restore() {
        if (!backedUp) {
            return false;
        }
        endAll();
        ledger.restore();
        int status = http.post(Setup.STEWARD, "/api/restored", "{}").join().statusCode();
        if (status != 200) {
            throw new IllegalStateException("declaring a restore was answered with " + status);
        }
        return true;
    }

    /** Nobody can set the clock of a machine that others use: all that was ever dated moves the other way instead. */
    @Override
    public boolean clock(long seconds) {
        endAll();
        ledger.age(seconds);
        return true;
    }

    @Override
    public Map<String, Map<String, String>> content() {
        return ledger.content();
    }

    @Override
    public void close() {
        running.forEach(one -> one.answer.handle((answer, failure) -> null).join());
    }
}
