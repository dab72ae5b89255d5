package org.tidemark.sync;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.UUID;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A to-one relation, as the id of its target. */
final class ReferenceField extends SyncField {

    private static final ValueType ID = ValueType.of(UUID.class, -1);

    private final String target;
    private final SyncIdentity identity;

    ReferenceField(Property property, SyncIdentity identity) {
        super(property);
        this.target = property.type().getAnnotation(Synchronised.class).collection();
        this.identity = identity;
    }

    /** The collection that the reference points into. */
    String target() {
        return target;
    }

    @Override
    String type() {
        return "reference";
    }

    @Override
    void describe(JsonObjectBuilder json) {
        json.add("target", target);
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValue {
        return ID.write(ID.read(sent, path));
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        return references.find(target, id(canonical));
    }

    static UUID id(JsonValue canonical) {
        return UUID.fromString(((JsonString) canonical).getString());
    }

    @Override
    JsonValue toJson(Object raw) {
        return Json.createValue(((Synchronisable) raw).getSyncId().toString());
    }

    /** A key of the target's is in this row; for a sync id beside it the target has to be joined. */
    @Override
    void select(Projection projection, String parent) {
        String path = parent + "." + name();
        projection.select((identity.isKey() ? path : projection.leftJoin(path)) + "." + identity.attribute());
    }

    @Override
    int width() {
        return 1;
    }

    @Override
    JsonValue read(Object[] row, int from) {
        return row[from] == null ? JsonValue.NULL : Json.createValue(row[from].toString());
    }
}
