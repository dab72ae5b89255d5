package org.tidemark.mapping.field;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.protocol.Rejection.Violation;
import org.tidemark.spi.Synchronisable;

/** A to-one relation, as the id of its target. */
public final class ReferenceField extends SyncField {

    private static final ValueType ID = ValueType.of(UUID.class, -1);

    private final String target;
    private final SyncIdAttribute identity;

    public ReferenceField(Property property, String target, SyncIdAttribute identity) {
        super(property);
        this.target = target;
        this.identity = identity;
    }

    /** The collection that the reference points into. */
    public String target() {
        return target;
    }

    /** What exists out of sight is answered like what does not exist. */
    public Rejection missing(RecordKey record, UUID id) {
        String message = target + " " + id + " does not exist";
        return new Rejection(record, Reason.CONSTRAINT, message, List.of(new Violation(name(), message)));
    }

    /** The attribute of the target that the reference travels as. */
    public String targetId() {
        return identity.attribute();
    }

    @Override
    public boolean canGiveScope() {
        return true;
    }

    @Override
    String type() {
        return "reference";
    }

    @Override
    void describe(JsonObjectBuilder json, String path, Map<String, Long> lengths, FieldRules rules) {
        json.add("target", target);
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValueException {
        return ID.write(ID.read(sent, path));
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        return references.find(target, id(canonical));
    }

    public static UUID id(JsonValue canonical) {
        return UUID.fromString(((JsonString) canonical).getString());
    }

    @Override
    JsonValue toJson(Object raw) {
        return Json.createValue(((Synchronisable) raw).getSyncId().toString());
    }

    /**
     * The key of a target that must be there is in this row. Else the target is joined, since a path over a relation
     * that may be absent would lose the row; and what is absent is given a value, since EclipseLink cannot read a UUID
     * that is null.
     */
    @Override
    public void select(PullProjection projection, String parent) {
        String path = parent + "." + name();
        if (identity.isKey() && isRequired()) {
            projection.select(path + "." + identity.attribute());
        } else {
            projection.selectIdOrNone(projection.leftJoin(path) + "." + identity.attribute());
        }
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public JsonValue read(Object[] row, int from) {
        return PullProjection.isNone(row[from]) ? JsonValue.NULL : Json.createValue(row[from].toString());
    }
}
