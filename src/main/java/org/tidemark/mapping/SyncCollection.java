package org.tidemark.mapping;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.json.Json;
import org.tidemark.mapping.field.EmbeddedField;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.spi.Coupled;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A synchronised entity type: its wire name, its fields, and where its scope comes from. Threadsafe. */
public final class SyncCollection {

    /** In characters: what Tidemark's own tables hold. */
    public static final int LONGEST_SCOPE = 100;

    private final EntityType<?> type;
    private final Synchronised declared;
    private final Map<String, SyncField> fields = new LinkedHashMap<>();
    private final List<ReferenceField> references;
    private final SyncField scopeField;
    private final MergeRules mergeRules;
    private final Set<String> fixed;
    private final VersionAttribute lock;
    private final CollectionQueries queries;
    private final RecordRows rows;
    private final boolean isWrittenAsDecided;
    private final boolean isDeletedAlone;
    private final boolean isOneTable;
    private volatile TableFacts table = TableFacts.UNKNOWN;
    private volatile Map<String, JsonValue> defaults;
    private volatile int longestScope = LONGEST_SCOPE;

    SyncCollection(EntityType<?> type, Synchronised declared, EntityContract contract) {
        this.type = type;
        this.declared = declared;
        contract.fields().forEach(field -> fields.put(field.name(), field));
        references = fields.values().stream()
                .filter(ReferenceField.class::isInstance)
                .map(ReferenceField.class::cast)
                .toList();
        scopeField = contract.scope();
        mergeRules = new MergeRules(declared.merge(), names(SyncField::isReadOnly), coupled());
        Set<String> keys = type.getSingularAttributes().stream()
                .filter(SingularAttribute::isId)
                .map(SingularAttribute::getName)
                .collect(Collectors.toSet());
        fixed = names(field -> field.isFixed() || keys.contains(field.name()));
        lock = VersionAttribute.of(type);
        Class<?> entity = type.getJavaType();
        isWrittenAsDecided = !Callbacks.has(entity, PrePersist.class, PreUpdate.class);
        isDeletedAlone = !Callbacks.has(entity, PreRemove.class) && !Cascades.remove(type);
        isOneTable = !Cascades.isSpread(type);
        queries = new CollectionQueries(type, contract.identity().attribute(), contract.state(), scopeField);
        rows = new RecordRows(queries, entity(), fields.values());
    }

    public String name() {
        return declared.collection();
    }

    public Class<? extends Synchronisable> javaType() {
        return type.getJavaType().asSubclass(Synchronisable.class);
    }

    public EntityType<?> type() {
        return type;
    }

    public String entity() {
        return type.getName();
    }

    /** About its records as entities. */
    public CollectionQueries queries() {
        return queries;
    }

    /** Its records as rows. */
    public RecordRows rows() {
        return rows;
    }

    /** What the database says of its table. */
    public TableFacts table() {
        return table;
    }

    public void knows(TableFacts facts) {
        table = facts;
    }

    /** How many characters a record's scope can have: less than {@link #LONGEST_SCOPE} if its column is shorter. */
    public int longestScope() {
        return longestScope;
    }

    /** @param characters of the column in the row */
    public void hasRoomForScope(long characters) {
        longestScope = (int) Math.min(characters, LONGEST_SCOPE);
    }

    public MergeRules mergeRules() {
        return mergeRules;
    }

    public VersionAttribute lock() {
        return lock;
    }

    /** The fields that a record keeps as it was created with: a natural key, or a column that is not updatable. */
    public Set<String> fixed() {
        return fixed;
    }

    /** The fields that are read-only for want of a method. */
    public Stream<String> withoutSetter() {
        return fields.values().stream()
                .filter(field -> !field.property().isWritable())
                .map(SyncField::name);
    }

    /** Whether a path of Bean Validation is that of an attribute, or of a part of one, that replicas do not have. */
    public boolean hides(String path) {
        String[] names = path.split("\\.");
        String first = names[0].replaceAll("\\[.*", "");
        SyncField field = fields.get(first);
        if (field == null) {
            return type.getAttributes().stream()
                    .anyMatch(attribute -> attribute.getName().equals(first));
        }
        for (int i = 1; i < names.length && field instanceof EmbeddedField embedded; i++) {
            field = embedded.part(names[i].replaceAll("\\[.*", ""));
            if (field == null) {
                return true;
            }
        }
        return false;
    }

    private Set<String> names(Predicate<SyncField> test) {
        return fields.values().stream().filter(test).map(SyncField::name).collect(Collectors.toUnmodifiableSet());
    }

    /** By field, all fields of its group. */
    private Map<String, Set<String>> coupled() {
        Map<String, Set<String>> groups = new HashMap<>();
        Map<String, Set<String>> byField = new HashMap<>();
        for (SyncField field : fields.values()) {
            field.property().annotation(Coupled.class).ifPresent(coupled -> {
                Set<String> group = groups.computeIfAbsent(coupled.value(), name -> new LinkedHashSet<>());
                group.add(field.name());
                byField.put(field.name(), group);
            });
        }
        return byField;
    }

    public SyncField scopeField() {
        return scopeField;
    }

    public SyncField field(String name) {
        return fields.get(name);
    }

    public Iterable<SyncField> fields() {
        return fields.values();
    }

    public List<ReferenceField> references() {
        return references;
    }

    /** The collection whose records these follow from scope to scope, if there is one. */
    public Optional<String> followed() {
        return scopeField instanceof ReferenceField reference ? Optional.of(reference.target()) : Optional.empty();
    }

    /** The field whose column a message of the database names, or null. */
    public SyncField namedIn(String message) {
        return fields.values().stream()
                .filter(field -> field.isNamedIn(message))
                .findFirst()
                .orElse(null);
    }

    /** All fields of an entity, canonical. */
    public Map<String, JsonValue> read(Object entity) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> values.put(name, field.read(entity)));
        return values;
    }

    /**
     * What a new record has where a replica says nothing, canonical. A field whose getter does not work on an empty
     * object is left out.
     */
    public Map<String, JsonValue> defaults() {
        if (defaults == null) {
            defaults = defaultsOf(newInstance());
        }
        return defaults;
    }

    private Map<String, JsonValue> defaultsOf(Object empty) {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
            try {
                values.put(name, field.read(empty));
            } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                // The application does not read it before it is set.
            }
        });
        return Collections.unmodifiableMap(values);
    }

    /**
     * What a client sent, canonical; or the name of the first field that cannot be read.
     *
     * @param known canonical values that it may have sent unchanged: most fields of most changes are, and need not be
     *     read
     */
    public Map<String, JsonValue> canonical(JsonObject sent, Map<String, JsonValue> known)
            throws MalformedValueException {
        Map<String, JsonValue> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonValue> entry : sent.entrySet()) {
            String name = entry.getKey();
            SyncField field = fields.get(name);
            if (field == null) {
                throw new MalformedValueException(name, "unknown field");
            }
            boolean unchanged = entry.getValue().equals(known.get(name));
            values.put(name, unchanged ? known.get(name) : field.canonical(entry.getValue(), name));
        }
        return values;
    }

    /**
     * Whether JPA writes a record as it was decided: without callbacks of the application that could change it on the
     * way.
     */
    public boolean isWrittenAsDecided() {
        return isWrittenAsDecided;
    }

    /** Whether nothing else goes with a record that is deleted, by what the class says. */
    public boolean isDeletedAlone() {
        return isDeletedAlone;
    }

    /** Whether an update by query writes one table. */
    public boolean isOneTable() {
        return isOneTable;
    }

    public Synchronisable newInstance() {
        return (Synchronisable) Property.newInstance(javaType());
    }

    /**
     * The collection's part of the server's description.
     *
     * @param readOnly the fields that the caller may not change
     * @param hasRule whether a rule of the application decides about conflicts
     * @param rules of its class
     */
    public JsonObject describe(Set<String> readOnly, boolean hasRule, FieldRules rules) {
        var list = Json.createArrayBuilder();
        Map<String, Long> lengths = table.lengths();
        fields.values()
                .forEach(field ->
                        list.add(field.describe(readOnly.contains(field.name()), field.name(), lengths, rules)));
        return Json.createObjectBuilder()
                .add("name", name())
                .add("gate", declared.gate().name().toLowerCase(Locale.ROOT))
                .add("merge", hasRule ? "custom" : declared.merge().name().toLowerCase(Locale.ROOT))
                .add(
                        "scope",
                        fields.containsKey(scopeField.name()) ? Json.createValue(scopeField.name()) : JsonValue.NULL)
                .add("fields", list)
                .build();
    }
}
