package org.tidemark.client;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** What one device does: it numbers its pushes, and knows where its last pull ended. Not threadsafe. */
public final class Replica {

    private final Http http;
    private final Consumer<ReplicaState> keeper;
    private ReplicaState state;

    Replica(Http http, ReplicaState state, Consumer<ReplicaState> keeper) {
        this.http = http;
        this.state = state;
        this.keeper = keeper;
    }

    public UUID id() {
        return state.id();
    }

    public ReplicaState state() {
        return state;
    }

    /**
     * Sends changes. They are kept before they are sent, under their number (P41): without an answer, {@link #repeat()}
     * sends the same again, also after a restart, and they are applied once.
     *
     * @throws IllegalStateException where a push before this one has no answer yet
     * @throws RefusedException where nothing of the push was applied; those of a name of {@code replica-} need
     *     {@link ReplicaState#anew()}, or after {@code replica-revoked} the end of all local data
     */
    public PushOutcome push(ChangeSet changes) throws IOException, InterruptedException {
        if (state.unanswered() != null) {
            throw new IllegalStateException("push " + state.number() + " has no answer yet: repeat it first");
        }
        keep(state.pushes(changes.toJson(state.number() + 1)));
        return repeat();
    }

    /**
     * Sends the push that has no answer yet.
     *
     * @return what became of it; null where there is none
     */
    public PushOutcome repeat() throws IOException, InterruptedException {
        if (state.unanswered() == null) {
            return null;
        }
        JsonObject answer =
                http.post("/sync", message().add("push", state.unanswered()).build());
        keep(state.answered());
        return PushOutcome.of(answer.getJsonObject("push"));
    }

    /**
     * Gives up a push that the server refuses as a whole, as {@code too-large} or {@code malformed-message}. An empty
     * one takes its number (P45), so that it cannot arrive any more.
     *
     * @return what became of the number: the stored result, if the push had been applied after all
     */
    public PushOutcome abandon() throws IOException, InterruptedException {
        keep(new ReplicaState(state.id(), state.number(), state.cursor(), new ChangeSet().toJson(state.number())));
        return repeat();
    }

    /**
     * Pulls all pages of a round, up to one state that the server had at one moment (P114), and gives them together.
     *
     * @param taker stores the round; only when it returns does the replica stand behind it. It may get a record twice
     */
    public void pull(Consumer<Round> taker) throws IOException, InterruptedException {
        List<JsonObject> pages = new ArrayList<>();
        String cursor = state.cursor();
        boolean more = true;
        while (more) {
            JsonObjectBuilder pull = Http.JSON.createObjectBuilder();
            if (cursor != null) {
                pull.add("cursor", cursor);
            }
            JsonObject page =
                    http.post("/sync", message().add("pull", pull).build()).getJsonObject("pull");
            if (page == null) {
                throw new IOException("the answer has no page: a defect of the server, which its log names");
            }
            pages.add(page);
            cursor = page.getString("cursor");
            more = page.getBoolean("more");
        }
        taker.accept(Round.of(pages));
        keep(state.pulledTo(cursor));
    }

    private JsonObjectBuilder message() {
        return Http.JSON.createObjectBuilder().add("replica", state.id().toString());
    }

    private void keep(ReplicaState next) {
        keeper.accept(next);
        state = next;
    }
}
