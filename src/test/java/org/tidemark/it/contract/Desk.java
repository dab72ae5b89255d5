package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.tidemark.it.Answer;

/** The conflict desk as one user sees it. */
public record Desk(User user) {

    /** The conflicts of one page; {@code query} as in {@code "status=open&limit=5"}. */
    public List<JsonObject> list(String query) {
        String path = "/api/conflicts" + (query.isEmpty() ? "" : "?" + query);
        return Body.objects(user.get(path).ok().json(), "conflicts");
    }

    /** Looks through all pages of the list. */
    public Optional<JsonObject> find(String query, String conflict) {
        String after = "";
        while (true) {
            List<JsonObject> page = list("limit=100" + (query.isEmpty() ? "" : "&") + query + after);
            for (JsonObject one : page) {
                if (one.getString("id").equals(conflict)) {
                    return Optional.of(one);
                }
            }
            if (page.isEmpty()) {
                return Optional.empty();
            }
            after = "&after=" + page.get(page.size() - 1).getString("id");
        }
    }

    public JsonObject get(String conflict) {
        return user.get("/api/conflicts/" + conflict).ok().json();
    }

    public Answer tryResolve(String conflict, JsonObject resolution) {
        return user.post("/api/conflicts/" + conflict + "/resolution", resolution);
    }

    public void resolve(String conflict, String outcome, long version) {
        accepted(tryResolve(conflict, Body.object("outcome", outcome, "version", version)));
    }

    public void resolveMerged(String conflict, long version, JsonObject fields) {
        accepted(tryResolve(conflict, Body.object("outcome", "merged", "version", version, "fields", fields)));
    }

    private static void accepted(Answer answer) {
        assertTrue(answer.status() / 100 == 2, () -> answer.status() + ": " + answer.text());
    }
}
