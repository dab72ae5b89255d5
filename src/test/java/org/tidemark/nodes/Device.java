package org.tidemark.nodes;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A replica that edits one company after the other. A push that is not answered goes again, word for word, and some go
 * twice at once. It is stopped between two pushes alone, so that each of its edits is acknowledged in the end.
 */
final class Device implements Runnable {

    private static final int PAGE = 5_000;
    private static final int TWICE_OF_TEN = 2;

    private final Client client;
    private final Book book;
    private final Random random = new Random();
    private final Map<String, JsonObject> companies = new HashMap<>();
    private final int pause;
    private String id = UUID.randomUUID().toString();
    private String cursor;
    private long number;
    private volatile boolean isStopped;

    /** @param pause between two pushes, in milliseconds on the average */
    Device(Client client, Book book, int pause) {
        this.client = client;
        this.book = book;
        this.pause = pause;
    }

    @Override
    public void run() {
        try {
            sync(null);
            while (!isStopped) {
                edit();
                Command.pause(random.nextInt(2 * pause + 1));
            }
        } catch (RuntimeException e) {
            book.failure(e.toString());
        }
    }

    void stop() {
        isStopped = true;
    }

    /** Everything that there is. */
    void finish() {
        sync(null);
    }

    Map<String, JsonObject> companies() {
        return companies;
    }

    private void edit() {
        List<String> ids = new ArrayList<>(companies.keySet());
        String company = ids.get(random.nextInt(ids.size()));
        JsonObject known = companies.get(company);
        String base = known.getJsonObject("fields").getString("phone", null);
        String token = book.edit(company, base);
        JsonObjectBuilder fields =
                Json.createObjectBuilder(known.getJsonObject("fields")).add("phone", token);
        JsonObjectBuilder was = Json.createObjectBuilder();
        if (base == null) {
            was.addNull("phone");
        } else {
            was.add("phone", base);
        }
        var modified = Json.createArrayBuilder()
                .add(Json.createObjectBuilder()
                        .add("id", company)
                        .add("version", known.getJsonNumber("version"))
                        .add("fields", fields)
                        .add("base", was));
        JsonObject outcome = sync(Json.createObjectBuilder()
                .add("number", ++number)
                .add(
                        "changes",
                        Json.createObjectBuilder()
                                .add("companies", Json.createObjectBuilder().add("modified", modified))));
        if (!outcome.getJsonArray("applied").isEmpty()) {
            book.applied(token);
        } else if (!outcome.getJsonArray("conflicts").isEmpty()) {
            String conflict = outcome.getJsonArray("conflicts").getJsonObject(0).getString("id");
            book.conflict(conflict, token);
            sync(Json.createObjectBuilder()
                    .add("number", ++number)
                    .add("changes", JsonValue.EMPTY_JSON_OBJECT)
                    .add(
                            "resolutions",
                            Json.createArrayBuilder()
                                    .add(Json.createObjectBuilder()
                                            .add("conflict", conflict)
                                            .add("outcome", "server"))));
        } else {
            throw new IllegalStateException("neither applied nor a conflict: " + outcome);
        }
    }

    /** Returns what became of the push, after all pages. */
    private JsonObject sync(JsonObjectBuilder push) {
        JsonObject outcome = null;
        JsonObject sent = push == null ? null : push.build();
        for (boolean more = true; more; ) {
            var body = Json.createObjectBuilder().add("replica", id);
            if (sent != null && outcome == null) {
                body.add("push", sent);
            }
            var pull = Json.createObjectBuilder().add("page", PAGE);
            body.add("pull", cursor == null ? pull.addNull("cursor") : pull.add("cursor", cursor));
            JsonObject answer = answered(body.build().toString());
            if (sent != null && outcome == null) {
                outcome = answer.getJsonObject("push");
            }
            // A push may have been taken, and the pull that came with it not.
            JsonObject page = answer.getJsonObject("pull");
            if (page == null) {
                book.trouble("no pull");
                continue;
            }
            take(page);
            more = page.getBoolean("more");
        }
        return outcome;
    }

    private JsonObject answered(String body) {
        while (true) {
            CompletableFuture<HttpResponse<String>> twin =
                    random.nextInt(10) < TWICE_OF_TEN ? client.sync(body) : CompletableFuture.completedFuture(null);
            try {
                HttpResponse<String> answer = client.sync(body).join();
                if (answer.statusCode() == 200) {
                    return Json.createReader(new StringReader(answer.body())).readObject();
                }
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    throw new IllegalStateException("refused: " + answer.statusCode() + " " + answer.body());
                }
                book.trouble(Integer.toString(answer.statusCode()));
            } catch (CompletionException e) {
                book.trouble("no answer");
            } finally {
                twin.exceptionally(lost -> null).join();
            }
            Command.pause(100 + random.nextInt(200));
        }
    }

    private void take(JsonObject pull) {
        cursor = pull.getString("cursor");
        for (JsonValue scope : pull.getJsonArray("scopes")) {
            JsonObject changes = scope.asJsonObject().getJsonObject("changes");
            JsonObject mine = changes == null ? null : changes.getJsonObject("companies");
            if (mine != null && mine.containsKey("upserted")) {
                for (JsonValue record : mine.getJsonArray("upserted")) {
                    companies.put(record.asJsonObject().getString("id"), record.asJsonObject());
                }
            }
        }
    }
}
