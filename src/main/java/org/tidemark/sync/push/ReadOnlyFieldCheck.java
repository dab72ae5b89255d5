package org.tidemark.sync.push;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.decide.ServerState.Present;

/**
 * The fields that a change may not write, whoever makes it: those that only the database or the class itself fills, and
 * those that stay as they were when the record was created, a natural key say. A change that gives one of them another
 * value is refused and names it; a value that only came along is left out.
 */
final class ReadOnlyFieldCheck {

    private final SyncCollection collection;
    private final Change change;
    private final Map<String, JsonValue> fields;
    private final Map<String, JsonValue> base;
    private final ServerState server;

    ReadOnlyFieldCheck(
            SyncCollection collection,
            Change change,
            Map<String, JsonValue> fields,
            Map<String, JsonValue> base,
            ServerState server) {
        this.collection = collection;
        this.change = change;
        this.fields = fields;
        this.base = base;
        this.server = server;
    }

    /** Null if the change leaves them alone. */
    Rejection refused() {
        for (String field : fields.keySet()) {
            if (collection.mergeRules().readOnly().contains(field) && isWritten(field)) {
                return rejection(Reason.MALFORMED, field, "the server fills this field, nobody else");
            }
            if (collection.fixed().contains(field)
                    && server instanceof Present present
                    && !fields.get(field).equals(present.fields().get(field))) {
                return rejection(Reason.INVALID, field, "cannot be changed once the record exists");
            }
        }
        return null;
    }

    private boolean isWritten(String field) {
        JsonValue value = fields.get(field);
        if (value.equals(server.fields().get(field))) {
            return false;
        }
        if (!(change instanceof Change.Modified modified)) {
            return !value.equals(collection.field(field).read(collection.newInstance()));
        }
        if (!base.isEmpty()) {
            return base.containsKey(field) && !value.equals(base.get(field));
        }
        return server instanceof Present present && present.version() == modified.version();
    }

    private Rejection rejection(Reason reason, String field, String message) {
        return new Rejection(change.key(), reason, field + ": " + message, List.of(new Violation(field, message)));
    }
}
