package org.tidemark.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Resolution;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.sync.SyncExchange;
import org.tidemark.sync.state.ConflictEntry;

/** Where a person decides. A resolution is an ordinary edit, based on the server version that was on screen. */
@ApplicationScoped
public class ConflictDesk {

    @Inject
    private ConflictRegister register;

    @Inject
    private SyncExchange exchange;

    /**
     * Resolves a conflict.
     *
     * @param version the server version that was on screen
     * @param fields the values of a merge; else empty
     * @return the conflict, settled
     */
    public JsonObject resolve(
            Caller caller, UUID id, Outcome outcome, long version, JsonObject fields, Allowance allowance) {
        ConflictEntry conflict = find(caller, id, allowance);
        if (!conflict.isOpen()) {
            throw Refusal.conflictMoved("The conflict is closed already.", register.asItIsNow(caller, conflict));
        }
        Change change = change(conflict, outcome, version, fields);
        PushResult result = exchange.resolve(caller, new Resolution(id, outcome), conflict.key(), version, change)
                .orElseThrow(() -> Refusal.conflictMoved(
                        "The record has changed since.", register.asItIsNow(caller, find(caller, id, allowance))));
        refuseRejected(result, outcome);
        return find(caller, id, allowance).toJson();
    }

    private ConflictEntry find(Caller caller, UUID id, Allowance allowance) {
        return register.find(caller, id, allowance)
                .orElseThrow(() -> Refusal.notFound("There is no conflict " + id + "."));
    }

    private static Change change(ConflictEntry conflict, Outcome outcome, long version, JsonObject fields) {
        JsonObject client = conflict.body().getJsonObject("client");
        return switch (outcome) {
            case SERVER -> null;
            case MERGED -> new Change.Modified(conflict.key(), version, fields, JsonValue.EMPTY_JSON_OBJECT, null);
            case CLIENT ->
                client.getBoolean("deleted", false)
                        ? new Change.Deleted(conflict.key(), version, null)
                        : new Change.Modified(
                                conflict.key(),
                                version,
                                client.getJsonObject("fields"),
                                JsonValue.EMPTY_JSON_OBJECT,
                                null);
        };
    }

    private static void refuseRejected(PushResult result, Outcome outcome) {
        if (result.rejected().isEmpty()) {
            return;
        }
        JsonObject rejection = result.rejected().getJsonObject(0);
        String pointer = outcome == Outcome.MERGED ? "/fields" : "/outcome";
        if (outcome == Outcome.MERGED && rejection.containsKey("violations")) {
            String field = rejection.getJsonArray("violations").getJsonObject(0).getString("field");
            pointer += "/" + field.replace("~", "~0").replace(".", "/");
        }
        throw Refusal.malformed(pointer, rejection.getString("reason") + ": " + rejection.getString("detail"))
                .with(
                        "violations",
                        rejection.getOrDefault(
                                "violations", Json.createArrayBuilder().build()));
    }
}
