package org.tidemark.bench;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Http;

/**
 * express-pouchdb, spoken to as PouchDB replicates: which revisions are new is asked first, and where a replica stands
 * is noted on the server after each batch.
 */
public final class PouchDb implements Contestant {

    private static final int BATCH = 1_000;

    private final NodeProcess node;
    private Http http;
    private final String checkpoint = "/companies/_local/" + UUID.randomUUID();
    /** Revisions of the documents that were edited, the newest first. */
    private final Map<Integer, List<String>> revisions = new HashMap<>();

    private String checkpointRevision;
    private int round;

    private PouchDb(NodeProcess node, Http http) {
        this.node = node;
        this.http = http;
    }

    static PouchDb start(Path scripts, Path companies, Path data) throws IOException {
        NodeProcess node = NodeProcess.start(scripts, scripts, "pouchdb.mjs", companies, data);
        return new PouchDb(
                node, new Http(URI.create("http://127.0.0.1:" + node.next().getInt("port")), null));
    }

    @Override
    public String name() {
        return "pouchdb";
    }

    @Override
    public Edits edits(int count) {
        learnRevisions(count);
        round++;
        List<String> differences = new ArrayList<>();
        List<String> documents = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            var difference = Json.createObjectBuilder();
            var batch = Json.createArrayBuilder();
            for (int i = from; i < Math.min(count, from + BATCH); i++) {
                List<String> known = revisions.get(i);
                known.add(0, UUID.randomUUID().toString().replace("-", ""));
                String revision = known.size() + "-" + known.get(0);
                difference.add(
                        Companies.id(i).toString(), Json.createArrayBuilder().add(revision));
                batch.add(Json.createObjectBuilder(Companies.fields(i))
                        .add("_id", Companies.id(i).toString())
                        .add("_rev", revision)
                        .add("phone", Companies.phone(round, i))
                        .add(
                                "_revisions",
                                Json.createObjectBuilder()
                                        .add("start", known.size())
                                        .add("ids", Json.createArrayBuilder(known))));
            }
            differences.add(difference.build().toString());
            documents.add(Json.createObjectBuilder()
                    .add("docs", batch)
                    .add("new_edits", false)
                    .build()
                    .toString());
        }
        List<String> wanted = new ArrayList<>();
        return new Edits() {
            @Override
            public void send() {
                for (int i = 0; i < documents.size(); i++) {
                    wanted.add(http.post("/companies/_revs_diff", differences.get(i)));
                    http.post("/companies/_bulk_docs", documents.get(i));
                    note();
                }
            }

            /**
             * With {@code new_edits: false} everything that was wanted is taken, and conflicts are left in the tree.
             */
            @Override
            public int settle() {
                return wanted.stream()
                        .mapToInt(answer -> Tidemark.read(answer).size())
                        .sum();
            }
        };
    }

    private void learnRevisions(int count) {
        if (!revisions.isEmpty()) {
            return;
        }
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            numbers.put(Companies.id(i).toString(), i);
        }
        var ids = Json.createArrayBuilder(numbers.keySet());
        String answer = http.post(
                "/companies/_all_docs",
                Json.createObjectBuilder().add("keys", ids).build().toString());
        for (JsonValue row : Tidemark.read(answer).getJsonArray("rows")) {
            String revision = row.asJsonObject().getJsonObject("value").getString("rev");
            revisions.put(
                    numbers.get(row.asJsonObject().getString("id")),
                    new ArrayList<>(List.of(revision.substring(revision.indexOf('-') + 1))));
        }
    }

    private void note() {
        var document = Json.createObjectBuilder().add("last_seq", round);
        if (checkpointRevision != null) {
            document.add("_rev", checkpointRevision);
        }
        checkpointRevision =
                Tidemark.read(http.put(checkpoint, document.build().toString())).getString("rev");
    }

    @Override
    public Pulled pullAll() {
        List<String> batches = new ArrayList<>();
        for (String since = "0"; since != null; ) {
            JsonObject changes = changes(since);
            JsonArray results = changes.getJsonArray("results");
            if (results.isEmpty()) {
                since = null;
            } else {
                batches.add(http.post("/companies/_bulk_get?revs=true&latest=true", wanted(results)));
                note();
                since = changes.get("last_seq").toString();
            }
        }
        return () -> batches.stream()
                .mapToInt(batch -> Tidemark.read(batch).getJsonArray("results").size())
                .sum();
    }

    private JsonObject changes(String since) {
        return Tidemark.read(http.get("/companies/_changes?style=all_docs&limit=" + BATCH + "&since=" + since));
    }

    private static String wanted(JsonArray changes) {
        var documents = Json.createArrayBuilder();
        for (JsonValue change : changes) {
            for (JsonValue revision : change.asJsonObject().getJsonArray("changes")) {
                documents.add(Json.createObjectBuilder()
                        .add("id", change.asJsonObject().getString("id"))
                        .add("rev", revision.asJsonObject().getString("rev")));
            }
        }
        return Json.createObjectBuilder().add("docs", documents).build().toString();
    }

    /** It looks at the database, then at where it stood, then at what has changed. */
    @Override
    public Sync catchUp() {
        note();
        String since = Tidemark.read(http.get("/companies")).get("update_seq").toString();
        return () -> {
            http.get("/companies");
            http.get(checkpoint);
            JsonArray results = changes(since).getJsonArray("results");
            if (!results.isEmpty()) {
                http.post("/companies/_bulk_get?revs=true&latest=true", wanted(results));
                note();
            }
        };
    }

    @Override
    public URI address() {
        return http.base();
    }

    @Override
    public void through(URI address) {
        http = http.through(address);
    }

    @Override
    public void close() {
        node.close();
    }
}
