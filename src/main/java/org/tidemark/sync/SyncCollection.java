package org.tidemark.sync;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.metamodel.EntityType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.tidemark.protocol.PullResult.Upserted;
import org.tidemark.spi.Merge;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A synchronised entity type: its wire name, its fields, and where its scope comes from. Threadsafe. */
final class SyncCollection {

    private static final int FIRST_FIELD = 4;

    private final EntityType<?> type;
    private final Synchronised declared;
    private final Map<String, SyncField> fields = new LinkedHashMap<>();
    private final SyncField scopeField;
    private final String changedQuery;

    SyncCollection(EntityType<?> type, Synchronised declared) {
        this.type = type;
        this.declared = declared;
        Class<?> javaType = type.getJavaType();
        if (!Synchronisable.class.isAssignableFrom(javaType)) {
            throw new InvalidEstateException(javaType.getName()
                    + " is @Synchronised but not Synchronisable: extend SyncedEntity or implement Synchronisable");
        }
        if (!declared.collection().matches("[A-Za-z0-9_-]{1,100}")) {
            throw new InvalidEstateException(javaType.getName() + ": the collection's name '" + declared.collection()
                    + "' may hold letters, digits, _ and - only");
        }
        SyncField.of(type).forEach(field -> fields.put(field.name(), field));
        changedQuery = query(type, fields.values());
        scopeField = fields.get(declared.scope());
        if (scopeField == null) {
            throw new InvalidEstateException(javaType.getName() + " has no attribute '" + declared.scope()
                    + "' to take the scope from: name one in @Synchronised(scope = …)");
        }
    }

    String name() {
        return declared.collection();
    }

    Class<?> javaType() {
        return type.getJavaType();
    }

    /** The name of the entity in queries. */
    String entity() {
        return type.getName();
    }

    Merge merge() {
        return declared.merge();
    }

    SyncField scopeField() {
        return scopeField;
    }

    SyncField field(String name) {
        return fields.get(name);
    }

    Iterable<SyncField> fields() {
        return fields.values();
    }

    List<SyncField> references() {
        return fields.values().stream().filter(SyncField::isReference).toList();
    }

    /** The field whose column a message of the database names, or null. */
    SyncField namedIn(String message) {
        return fields.values().stream()
                .filter(field -> field.isNamedIn(message))
                .findFirst()
                .orElse(null);
    }

    /** All fields of an entity, canonical. */
    Map<String, JsonValue> read(Object entity) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> values.put(name, field.read(entity)));
        return values;
    }

    /** What a client sent, canonical; or the name of the first field that cannot be read. */
    Map<String, JsonValue> canonical(JsonObject sent) throws MalformedValue {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> entry : sent.entrySet()) {
            SyncField field = fields.get(entry.getKey());
            if (field == null) {
                throw new MalformedValue(entry.getKey(), "unknown field");
            }
            values.put(entry.getKey(), field.canonical(entry.getValue()));
        }
        return values;
    }

    /**
     * Selects the records of {@code :scope} above version {@code :after} in the order of their versions, without loading them as
     * entities: id, version, when, by whom, then the columns of the fields.
     */
    String changedQuery() {
        return changedQuery;
    }

    /** A row of {@link #changedQuery()}. */
    Upserted upserted(Object[] row) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        int column = FIRST_FIELD;
        for (SyncField field : fields.values()) {
            values.put(field.name(), field.read(row, column));
            column += field.width();
        }
        return new Upserted((UUID) row[0], (long) row[1], (Instant) row[2], (String) row[3], values);
    }

    private static String query(EntityType<?> type, Iterable<SyncField> fields) {
        List<String> selected = new ArrayList<>(List.of("e.id", "e.sync.version", "e.sync.modifiedAt", "e.sync.modifiedBy"));
        fields.forEach(field -> selected.addAll(field.paths("e")));
        return "select " + String.join(", ", selected) + " from " + type.getName()
                + " e where e.sync.scope = :scope and e.sync.version > :after order by e.sync.version";
    }

    Synchronisable newInstance() {
        return (Synchronisable) SyncField.newInstance(javaType());
    }

    /** The collection's part of the server's description. */
    JsonObject describe() {
        var list = Json.createArrayBuilder();
        fields.values().forEach(field -> list.add(field.describe()));
        return Json.createObjectBuilder()
                .add("name", name())
                .add("gate", declared.gate().name().toLowerCase(Locale.ROOT))
                .add("merge", declared.merge().name().toLowerCase(Locale.ROOT))
                .add("fields", list)
                .build();
    }
}
