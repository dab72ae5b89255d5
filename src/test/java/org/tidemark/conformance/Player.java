package org.tidemark.conformance;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Locale;
import java.util.Set;
import org.tidemark.conformance.Sender.Answer;
import org.tidemark.conformance.Sender.Person;
import org.tidemark.conformance.Sender.Request;

/** Plays vectors, each from its beginning, with ids of its own: a server may be asked again and again. */
public final class Player {

    private static final String JSON = "application/json";
    private static final Set<String> READING = Set.of("GET", "DELETE");

    /** A first pull that does not end in so many pages does not end. */
    private static final int MOST_PAGES = 10_000;

    private final Sender sender;

    public Player(Sender sender) {
        this.sender = sender;
    }

    /** @return what is not as the vector has it; null where all is */
    public String play(Vector vector) {
        var bindings = new Bindings(person -> sender.name(person(person)));
        bindings.bind("$user", Json.createValue(sender.name(Person.ALICE)));
        for (int i = 0; i < vector.steps().size(); i++) {
            JsonObject step = vector.steps().get(i);
            try {
                String difference = play(step, bindings);
                if (difference != null) {
                    return "step " + (i + 1) + ": " + difference;
                }
            } catch (RuntimeException e) {
                return "step " + (i + 1) + ": " + e;
            }
        }
        return null;
    }

    private String play(JsonObject step, Bindings bindings) {
        if (step.containsKey("drain")) {
            drain(person(step.getString("as")), step.getJsonObject("drain"), bindings);
            return null;
        }
        if (step.containsKey("check")) {
            JsonObject check = step.getJsonObject("check");
            boolean rises = bindings.number(check.getString("later")) > bindings.number(check.getString("earlier"));
            return rises ? null : check.getString("later") + " is not above " + check.getString("earlier");
        }
        Answer answer = sender.send(request(step, bindings));
        if (answer.status() != step.getInt("status")) {
            return "status " + answer.status() + ", not " + step.getInt("status") + ": " + answer.body();
        }
        return step.containsKey("answer")
                ? bindings.difference("", step.getJsonObject("answer"), parse(answer.body()))
                : null;
    }

    private static Request request(JsonObject step, Bindings bindings) {
        String[] methodAndPath = step.getString("send").split(" ", 2);
        JsonValue body = step.get("body");
        String text =
                body == null ? step.getString("text", "") : bindings.real(body).toString();
        return new Request(
                person(step.getString("as")),
                methodAndPath[0],
                bindings.text(methodAndPath[1]),
                text,
                READING.contains(methodAndPath[0]) ? null : step.getString("type", JSON));
    }

    /** Pulls until there is no more, whatever comes. */
    private void drain(Person person, JsonObject drain, Bindings bindings) {
        JsonValue replica = bindings.real(drain.get("replica"));
        JsonValue cursor = JsonValue.NULL;
        boolean more = true;
        for (int pages = 0; more; pages++) {
            if (pages == MOST_PAGES) {
                throw new IllegalStateException("the pull does not end");
            }
            var pull = Json.createObjectBuilder().add("cursor", cursor);
            var message = Json.createObjectBuilder().add("replica", replica).add("pull", pull);
            Answer answer = sender.send(
                    new Request(person, "POST", "/api/sync", message.build().toString(), JSON));
            if (answer.status() != 200) {
                throw new IllegalStateException("a pull is answered " + answer.status() + ": " + answer.body());
            }
            JsonObject page = parse(answer.body()).asJsonObject().getJsonObject("pull");
            cursor = page.get("cursor");
            more = page.getBoolean("more");
        }
        bindings.bind(((JsonString) drain.get("cursor")).getString(), cursor);
    }

    private static Person person(String name) {
        return Person.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static JsonValue parse(String body) {
        try (var reader = Json.createReader(new StringReader(body))) {
            return reader.readValue();
        } catch (JsonException e) {
            throw new IllegalStateException("the answer is no JSON: " + body, e);
        }
    }
}
