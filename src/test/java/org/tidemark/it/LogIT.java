package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * What people put into their records does not get into the log, and nobody who sends requests writes lines of it or
 * fills it.
 */
@ExtendWith(ServerExtension.class)
class LogIT {

    private final Server server;
    private final String secret = "secret" + UUID.randomUUID();
    private final Caller alice;

    LogIT(Server server) {
        this.server = server;
        this.alice = server.as("alice");
    }

    @Test
    void no_value_of_a_refused_change_is_logged() throws Exception {
        String vat = "NO" + UUID.randomUUID().toString().substring(0, 12);
        push(company().add("vatNumber", vat));
        // A unique value that somebody has already, in one push and in two; what no column takes; what breaks a rule; a
        // conflict.
        rejected(company().add("vatNumber", vat).add("phone", "47"));
        JsonObject twice = message(Json.createArrayBuilder()
                .add(record(company().add("vatNumber", vat + "x")))
                .add(record(company().add("vatNumber", vat + "x"))));
        alice.post("/api/sync", twice).ok();
        rejected(company().add("name", secret.repeat(20)));
        rejected(company().add("email", secret));
        rejected(company().add("annualRevenue", "9".repeat(40)));
        rejected(company().add("founded", secret));
        rejected(company().add("region", secret));
        rejected(company().add(secret, secret));
        rejected(company().add("notes", secret + "\u0000"));
        // What the database alone refuses, which then quotes the row.
        execute("alter table company add constraint log_it check (notes is null or notes <> '" + secret + "!')");
        try {
            rejected(company().add("notes", secret + "!"));
        } finally {
            execute("alter table company drop constraint log_it");
        }
        alice.post("/api/sync", "{\"replica\":\"" + secret + "\"}").problem(400);
        alice.post("/api/sync", "{\"" + secret).problem(400);
        alice.get("/api/conflicts?collection=" + secret).ok();
        assertTrue(server.log().stream().noneMatch(line -> line.contains(secret)), "the log holds a value of a record");
    }

    @Test
    void a_user_name_forges_no_line() throws Exception {
        String line = "FORGED" + UUID.randomUUID();
        for (String end : new String[] {"\n", "\r\n", "\r", "\u2028", "\u0085", "\u001b[2J\n"}) {
            String user = "eve" + end + line;
            byte[] credentials = (user + ":x").getBytes(StandardCharsets.UTF_8);
            Answer answer = server.anonymously()
                    .get("/api", "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
            assertTrue(answer.status() == 401 || answer.status() == 400 || answer.status() == 429, answer::text);
            String body = Json.createObjectBuilder()
                    .add("user", user)
                    .add("password", "x")
                    .build()
                    .toString();
            answer = server.anonymously().post("/sign-in", body);
            assertTrue(answer.status() == 401 || answer.status() == 400 || answer.status() == 429, answer::text);
        }
        assertTrue(server.log().stream().noneMatch(one -> one.startsWith(line)), "a line was forged");
    }

    /** 118 kB became 50 MB. */
    @Test
    void many_refusals_are_few_lines() throws Exception {
        int before = logged();
        int sent = 0;
        for (int i = 0; i < 50; i++) {
            String body = "{\"replica\":\"" + "x".repeat(2_000) + i + "\"}";
            sent += body.length();
            alice.post("/api/sync", body).problem(400);
            rejected(company().add("vatNumber", "x".repeat(1_000)));
        }
        int logged = logged() - before;
        assertTrue(logged < sent, logged + " characters of " + sent);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int logged() throws IOException {
        return server.log().stream().mapToInt(String::length).sum();
    }

    private void push(JsonObjectBuilder fields) {
        var rows = Json.createArrayBuilder().add(record(fields));
        alice.post("/api/sync", message(rows)).ok();
    }

    private void rejected(JsonObjectBuilder fields) {
        Answer answer =
                alice.post("/api/sync", message(Json.createArrayBuilder().add(record(fields))));
        boolean isRefused = answer.status() == 400
                || !answer.ok()
                        .json()
                        .getJsonObject("push")
                        .getJsonArray("rejected")
                        .isEmpty();
        assertTrue(isRefused, answer::text);
    }

    private JsonObjectBuilder company() {
        return Json.createObjectBuilder()
                .add("name", secret)
                .add("region", "emea")
                .add("notes", secret);
    }

    private static JsonObjectBuilder record(JsonObjectBuilder fields) {
        return Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add("fields", fields);
    }

    private static JsonObject message(JsonArrayBuilder added) {
        var changes = Json.createObjectBuilder()
                .add("companies", Json.createObjectBuilder().add("added", added));
        return Json.createObjectBuilder()
                .add("replica", UUID.randomUUID().toString())
                .add("push", Json.createObjectBuilder().add("number", 1).add("changes", changes))
                .build();
    }
}
