package org.tidemark.convergence.real;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.HttpURLConnection;
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
import org.tidemark.convergence.Faults;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;
import org.tidemark.convergence.inside.Levers;
import org.tidemark.it.server.TestDatabase;

/**
 * The WAR on real servers with a real database, over HTTP. What has been received runs at once, beside whatever else
 * runs; to advance it is to wait for its end. Before an answer is told, all that was committed until then is told.
 */
final class RealServer implements Server {
    /** The model's seconds of age of a tombstone, as milliseconds of the real clock. */
    private static final long MILLIS = 25;

    private static final int UUID_LENGTH = 36;

    private record Running(Call call, CompletableFuture<HttpResponse<String>> answer) {}

    private final TestDatabase database;
    private final Ledger ledger;
    private final Http http;
    private final Names names;
    private final Codec codec;
    private final Register register;
    private final Witness witness;
    private final Faults faults;
    private final BiConsumer<Call, Wire.Answer> answers;
    private final List<Running> running = new ArrayList<>();
    private final Map<String, Wire.Conflict> shown = new HashMap<>();
    private boolean backedUp;

    RealServer(
            TestDatabase database,
            Ledger ledger,
            Http http,
            Names names,
            Witness witness,
            Faults faults,
            BiConsumer<Call, Wire.Answer> answers) {
        this.database = database;
        this.ledger = ledger;
        this.http = http;
        this.names = names;
        this.codec = new Codec(names);
        this.register = new Register(http, codec);
        this.witness = witness;
        this.faults = faults;
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
        int transactions = 0;
        for (Ledger.Note note : ledger.read()) {
            if (note.transaction() != transaction) {
                if (transaction != 0) {
                    witness.transacted();
                }
                transactions++;
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
        if (transactions > 1 && !ledger.knowsOrder()) {
            witness.inAnyOrder(transactions);
        }
    }

    @Override
    public List<Open> desk() {
        return register.open(shown);
    }

    @Override
    public Wire.Conflict registered(String id) {
        return register.find(id);
    }

    @Override
    public List<Wire.Conflict> decidedByRule(String key) {
        return register.decidedByRule(key);
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
    public void estate(List<String> keys, Change change) {
        running.add(new Running(null, lever("estate", keys, change)));
    }

    @Override
    public void sql(List<String> keys, Change change, boolean atOnce) {
        List<String> statements = ledger.hasTriggers() ? statements(keys, change) : null;
        running.add(new Running(
                null,
                statements == null
                        ? lever("query", keys, change)
                        : CompletableFuture.supplyAsync(() -> {
                            ledger.asAnotherProgram(statements);
                            return null;
                        })));
    }

    private List<String> statements(List<String> keys, Change change) {
        return keys.stream()
                .map(key -> Levers.statement(
                        key.charAt(0) + names.id(key),
                        change.value(),
                        change.scope(),
                        change.appends(),
                        change.deletes()))
                .toList();
    }

    private CompletableFuture<HttpResponse<String>> lever(String name, List<String> keys, Change change) {
        StringBuilder path = new StringBuilder("/convergence/" + name + "?value=" + change.value());
        keys.forEach(key -> path.append("&id=").append(key.charAt(0)).append(names.id(key)));
        if (change.scope() != null) {
            path.append("&scope=").append(change.scope());
        }
        path.append("&appends=").append(change.appends()).append("&deletes=").append(change.deletes());
        return http.post(null, path.toString(), null);
    }

    /** Until it is done: from then on the replica must not be served. */
    @Override
    public void withdraw(String replica) {
        String id = replica.length() == UUID_LENGTH ? replica : names.id(replica);
        int status = http.delete(Setup.STEWARD, "/api/replicas/" + id).statusCode();
        tellCommits();
        if (status == HttpURLConnection.HTTP_NO_CONTENT) {
            faults.count("replica withdrawn");
            witness.withdrawn(replica);
        }
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

    /** The database dies without a word; whoever was being served hears no answer. */
    @Override
    public void crash() {
        try {
            database.stop();
            database.startAgain();
            // Whoever is being served may be served to the end, once the database is back; the answer is lost.
            running.forEach(one -> one.answer.handle((answer, failure) -> null).join());
            running.clear();
        } catch (Exception e) {
            throw new IllegalStateException("the database does not come back", e);
        }
        ledger.reconnect();
        http.awaitDatabase("/convergence/purge?before=" + Instant.EPOCH);
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
