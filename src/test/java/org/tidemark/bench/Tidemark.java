package org.tidemark.bench;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Http;
import org.tidemark.json.Json;

/**
 * Tidemark, spoken to as its client does: a session of alice, who reads and writes the one region that everything is
 * in.
 */
public final class Tidemark implements Contestant {

    /** The most that the server takes, and sends, at once. */
    private static final int CHANGES = 1_000;

    private static final int PAGE = 5_000;

    private Http http;
    private final String replica = UUID.randomUUID().toString();
    private final String reader = UUID.randomUUID().toString();
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, String> phones = new HashMap<>();
    private String cursor;
    private long pushes;
    private int round;

    public Tidemark(Http http) {
        this.http = http;
    }

    @Override
    public String name() {
        return "tidemark";
    }

    @Override
    public Edits edits(int count) {
        return edits(IntStream.range(0, count).toArray());
    }

    /** Edits of the companies with these numbers. */
    public Edits edits(int[] numbers) {
        round++;
        List<String> bodies = new ArrayList<>();
        for (int from = 0; from < numbers.length; from += CHANGES) {
            var modified = Json.createArrayBuilder();
            for (int i = from; i < Math.min(numbers.length, from + CHANGES); i++) {
                modified.add(edit(numbers[i]));
            }
            bodies.add(body(Json.createObjectBuilder()
                    .add(
                            "push",
                            Json.createObjectBuilder()
                                    .add("number", ++pushes)
                                    .add(
                                            "changes",
                                            Json.createObjectBuilder()
                                                    .add(
                                                            "companies",
                                                            Json.createObjectBuilder()
                                                                    .add("modified", modified))))));
        }
        return new Pushes(bodies);
    }

    /** A whole record travels, with what the changed field was before. */
    private JsonObjectBuilder edit(int number) {
        String id = Companies.id(number).toString();
        JsonObject fields = Companies.fields(number);
        String before = phones.getOrDefault(id, fields.getString("phone"));
        String after = Companies.phone(round, number);
        phones.put(id, after);
        return Json.createObjectBuilder()
                .add("id", id)
                .add("version", versions.getOrDefault(id, number + 1L))
                .add("fields", Json.createObjectBuilder(fields).add("phone", after))
                .add("base", Json.createObjectBuilder().add("phone", before));
    }

    private String body(JsonObjectBuilder members) {
        return members.add("replica", replica).build().toString();
    }

    private final class Pushes implements Edits {

        private final List<String> bodies;
        private final List<String> answers = new ArrayList<>();

        Pushes(List<String> bodies) {
            this.bodies = bodies;
        }

        @Override
        public void send() {
            bodies.forEach(body -> answers.add(http.post("/api/sync", body)));
        }

        @Override
        public int settle() {
            int taken = 0;
            for (String answer : answers) {
                for (JsonValue one : read(answer).getJsonObject("push").getJsonArray("applied")) {
                    JsonObject applied = one.asJsonObject();
                    versions.put(
                            applied.getString("id"),
                            applied.getJsonNumber("version").longValueExact());
                    taken++;
                }
            }
            return taken;
        }
    }

    @Override
    public Pulled pullAll() {
        List<String> pages = new ArrayList<>();
        String newcomer = UUID.randomUUID().toString();
        String at = null;
        for (boolean more = true; more; ) {
            String page = http.post("/api/sync", pull(newcomer, at));
            pages.add(page);
            at = member(page, "cursor");
            more = page.contains("\"more\":true");
        }
        return () -> pages.stream().mapToInt(Tidemark::records).sum();
    }

    /** Pulls everything and keeps nothing of it; returns the number of pages. */
    public int passAll() {
        String newcomer = UUID.randomUUID().toString();
        String at = null;
        int pages = 0;
        for (boolean more = true; more; pages++) {
            String page = http.post("/api/sync", pull(newcomer, at));
            at = member(page, "cursor");
            more = page.contains("\"more\":true");
        }
        return pages;
    }

    private static int records(String page) {
        return read(page).getJsonObject("pull").getJsonArray("scopes").stream()
                .map(scope -> scope.asJsonObject().getJsonObject("changes").getJsonObject("companies"))
                .mapToInt(changes ->
                        changes == null ? 0 : changes.getJsonArray("upserted").size())
                .sum();
    }

    @Override
    public Sync catchUp() {
        for (boolean more = true; more; ) {
            String page = http.post("/api/sync", pull(reader, cursor));
            cursor = member(page, "cursor");
            more = page.contains("\"more\":true");
        }
        String body = pull(reader, cursor);
        return () -> http.post("/api/sync", body);
    }

    @Override
    public URI address() {
        return http.base();
    }

    @Override
    public void through(URI address) {
        http = http.through(address);
    }

    private static String pull(String replica, String cursor) {
        return "{\"replica\":\"" + replica + "\",\"pull\":{\"cursor\":" + (cursor == null ? "null" : '"' + cursor + '"')
                + ",\"page\":" + PAGE + "}}";
    }

    /** A text member that cannot hold a quote, without reading the megabytes around it. */
    private static String member(String json, String name) {
        String before = "\"" + name + "\":\"";
        int start = json.indexOf(before) + before.length();
        return json.substring(start, json.indexOf('"', start));
    }

    public static JsonObject read(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() {
        // The stage closes the server.
    }
}
