package org.tidemark.mapping;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreRemove;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Query;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tidemark.json.Json;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.field.Column;
import org.tidemark.mapping.field.ElementCollectionField;
import org.tidemark.mapping.field.EmbeddedField;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.mapping.field.SyncIdAttribute;
import org.tidemark.spi.Coupled;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A synchronised entity type: its wire name, its fields, and where its scope comes from. Threadsafe. */
public final class SyncCollection {

    /** In characters: what Tidemark's own tables hold. */
    public static final int LONGEST_SCOPE = 100;

    private static final int FIRST_FIELD = 4;

    private final EntityType<?> type;
    private final Synchronised declared;
    private final SyncIdAttribute identity;
    private final String state;
    private final Map<String, SyncField> fields = new LinkedHashMap<>();
    private final List<ReferenceField> references;
    private final SyncField scopeField;
    private final MergeRules mergeRules;
    private final Set<String> fixed;
    private final VersionAttribute lock;
    private final PullProjection changed = new PullProjection();
    private final String changedQuery;
    private final String rangeQuery;
    private final String heldQuery;
    private final String countQuery;
    private final String storedQuery;
    private final boolean isWrittenAsDecided;
    private final boolean isDeletedAlone;
    private final boolean isOneTable;
    private volatile TableFacts table = TableFacts.UNKNOWN;
    private volatile int longestScope = LONGEST_SCOPE;

    SyncCollection(EntityType<?> type, Synchronised declared, EntityContract contract) {
        this.type = type;
        this.declared = declared;
        identity = contract.identity();
        state = contract.state();
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
        select(fields.values());
        changedQuery = changed.query(entity(), "where " + isAbove() + inOrder());
        rangeQuery = changed.query(entity(), "where " + isInRange() + inOrder());
        heldQuery =
                changed.query(entity(), "where " + path(state + ".scope") + " = :scope and " + idPath() + " in :ids");
        storedQuery = changed.query(entity(), "where " + idPath() + " in :ids");
        countQuery = "select count(" + version() + ") from " + entity() + " e where " + isInRange();
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

    /** What the database says of its table. */
    public TableFacts table() {
        return table;
    }

    public void knows(TableFacts facts) {
        table = facts;
    }

    /** How many characters the scope of a record can have: less than {@link #LONGEST_SCOPE} where the column in its row is shorter. */
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
     * What a client sent, canonical; or the name of the first field that cannot be read.
     *
     * @param known canonical values that it may have sent unchanged: most fields of most changes are, and need not be read
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
     * Selects the records of a scope above a version in the order of their versions, without loading them as entities: id, version,
     * when, by whom, then the columns of the fields.
     */
    public Query changed(EntityManager em, String scope, long after) {
        return selecting(em, changedQuery, scope, after);
    }

    /** The same, of those up to another version. There must be few of them: a database may not read them in their order then. */
    public Query inRange(EntityManager em, String scope, long after, long upTo) {
        return selecting(em, rangeQuery, scope, after).setParameter("upTo", upTo);
    }

    /** The ids and versions of {@link #changed}: they can be read, whatever the fields hold. */
    public Query changedKeys(EntityManager em, String scope, long after) {
        return em.createQuery(keysQuery(isAbove())).setParameter("scope", scope).setParameter("after", after);
    }

    /** The ids and versions of {@link #inRange}. */
    public Query keysInRange(EntityManager em, String scope, long after, long upTo) {
        return em.createQuery(keysQuery(isInRange()))
                .setParameter("scope", scope)
                .setParameter("after", after)
                .setParameter("upTo", upTo);
    }

    private String keysQuery(String condition) {
        return "select " + idPath() + ", " + version() + " from " + entity() + " e where " + condition + inOrder();
    }

    /** Selects, as {@link #changed} does, those of the records {@code ids} that are in the scope. */
    public Query held(EntityManager em, String scope, List<UUID> ids) {
        return selecting(em, heldQuery).setParameter("scope", scope).setParameter("ids", ids);
    }

    /** Reads one field of a record by itself, as {@link #changed} does; throws what JPA throws if it cannot. */
    public void tryToRead(EntityManager em, UUID id, SyncField field) {
        var alone = new PullProjection();
        alone.select(idPath());
        alone.select(version());
        field.select(alone, "e");
        Query query = em.createQuery(alone.query(entity(), "where " + idPath() + " in :ids"))
                .setParameter("ids", List.of(id));
        if (alone.hasNone()) {
            query.setParameter("none", PullProjection.NONE);
        }
        PullProjection.rows(query).forEach(row -> field.read(row, 2));
        if (field instanceof ElementCollectionField collected) {
            collected.ofRecords(em, entity(), idPath(), List.of(id));
        }
    }

    private Query selecting(EntityManager em, String query, String scope, long after) {
        return selecting(em, query).setParameter("scope", scope).setParameter("after", after);
    }

    private Query selecting(EntityManager em, String query) {
        Query selecting = em.createQuery(query);
        return changed.hasNone() ? selecting.setParameter("none", PullProjection.NONE) : selecting;
    }

    /** The fields of records as the database holds them, whatever their entities say. */
    public Map<UUID, Map<String, JsonValue>> stored(EntityManager em, List<UUID> ids) {
        List<Object[]> rows = PullProjection.rows(selecting(em, storedQuery).setParameter("ids", ids));
        Map<SyncField, Map<UUID, JsonValue>> elements = elements(em, rows);
        Map<UUID, Map<String, JsonValue>> stored = new HashMap<>();
        for (Object[] row : rows) {
            Map<String, JsonValue> values = new HashMap<>();
            read(row, elements, (field, value) -> values.put(field.name(), value));
            stored.put((UUID) row[0], values);
        }
        return stored;
    }

    /** How many there are in a range: of the version, which an index answers alone. */
    public long count(EntityManager em, String scope, long after, long upTo) {
        return em.createQuery(countQuery, Long.class)
                .setParameter("scope", scope)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .getSingleResult();
    }

    /** What a row of {@link #changed} has no room for, by field and record: one question for each such field and all rows. */
    public Map<SyncField, Map<UUID, JsonValue>> elements(EntityManager em, List<Object[]> rows) {
        Map<SyncField, Map<UUID, JsonValue>> elements = new HashMap<>();
        for (SyncField field : fields.values()) {
            if (field instanceof ElementCollectionField collected && !rows.isEmpty()) {
                List<UUID> ids = rows.stream().map(row -> (UUID) row[0]).toList();
                elements.put(field, collected.ofRecords(em, entity(), idPath(), ids));
            }
        }
        return elements;
    }

    /** Writes a row of {@link #changed}, with its {@link #elements}, as the record travels. */
    public void write(Object[] row, Map<SyncField, Map<UUID, JsonValue>> elements, JsonWriter json) {
        json.object().name("id").value(row[0].toString()).name("version").value((long) row[1]);
        json.name("modifiedAt").value(row[2].toString()).name("modifiedBy").value((String) row[3]);
        json.name("fields").object();
        read(row, elements, (field, value) -> json.name(field.name()).value(value));
        json.endObject().endObject();
    }

    private void read(
            Object[] row, Map<SyncField, Map<UUID, JsonValue>> elements, BiConsumer<SyncField, JsonValue> reader) {
        int column = FIRST_FIELD;
        for (SyncField field : fields.values()) {
            Map<UUID, JsonValue> collected = elements.get(field);
            reader.accept(
                    field,
                    collected == null
                            ? field.read(row, column)
                            : collected.getOrDefault((UUID) row[0], field.nothing()));
            column += field.width();
        }
    }

    private void select(Iterable<SyncField> selected) {
        changed.select(path(identity.attribute()));
        changed.select(version());
        changed.select(path(state + ".modifiedAt"));
        changed.select(path(state + ".modifiedBy"));
        selected.forEach(field -> field.select(changed, "e"));
    }

    private String version() {
        return path(state + ".version");
    }

    /** By the index of scope and version, which H2 takes only where the order names both; else it would sort all that follows. */
    private String inOrder() {
        return " order by " + path(state + ".scope") + ", " + version();
    }

    private String isAbove() {
        return path(state + ".scope") + " = :scope and " + version() + " > :after";
    }

    private String isInRange() {
        return isAbove() + " and " + version() + " <= :upTo";
    }

    private static String path(String attribute) {
        return "e." + attribute;
    }

    /** The attribute that replicas know records by, as the path of a query over {@code e}. */
    public String idPath() {
        return path(identity.attribute());
    }

    /** Selects the records with {@code :ids} as entities, in the order in which all transactions lock them. */
    public String byIdsQuery() {
        return "select e from " + entity() + " e where " + idPath() + " in :ids order by " + idPath();
    }

    /** Selects the records with the primary keys {@code :keys} as entities, in the order in which all transactions lock them. */
    public String byKeysQuery() {
        return "select e from " + entity() + " e where " + path(key()) + " in :keys order by " + idPath();
    }

    private String key() {
        return type.getSingularAttributes().stream()
                .filter(SingularAttribute::isId)
                .map(SingularAttribute::getName)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Writes the sync state of {@code count} records, {@code :id0} and so on, and nothing else: an update by query would raise the version of the
     * optimistic lock on one provider (EclipseLink) but not on the other, unless it sets it.
     */
    public String stampQuery(int count) {
        String number = ":number0";
        String which = " = :id0";
        if (count > 1) {
            String cases = IntStream.range(0, count)
                    .mapToObj(i -> " when " + idPath() + " = :id" + i + " then :number" + i)
                    .collect(Collectors.joining());
            number = "case" + cases + " else " + path(state + ".version") + " end";
            which = IntStream.range(0, count).mapToObj(i -> ":id" + i).collect(Collectors.joining(", ", " in (", ")"));
        }
        return "update " + entity() + " e set " + path(state + ".scope") + " = :scope, " + path(state + ".version")
                + " = "
                + number + ", "
                + path(state + ".modifiedAt") + " = :at, " + path(state + ".modifiedBy") + " = :by" + unlocked()
                + " where " + idPath() + which;
    }

    private String unlocked() {
        return type.getSingularAttributes().stream()
                .filter(SingularAttribute::isVersion)
                .map(version -> ", " + path(version.getName()) + " = " + path(version.getName()))
                .findFirst()
                .orElse("");
    }

    /** The condition that a record has no number, since it came past JPA. */
    String isUnnumbered() {
        return path(state + ".scope") + " = '' and " + path(state + ".version") + " <= 0";
    }

    /** Selects the records that these follow from scope to scope, of those with {@code :ids}, as entities. */
    public String followedQuery() {
        return "select p from " + entity() + " e join " + path(scopeField.name()) + " p where " + idPath() + " in :ids";
    }

    /** Selects the ids of the records that refer to the record {@code :parent} by this field. */
    public String referringIdsQuery(SyncField field, SyncCollection target) {
        return "select " + idPath() + " from " + entity() + " e where " + path(field.name()) + "."
                + target.identity.attribute() + " = :parent order by " + idPath();
    }

    /** Counts the records that refer to each of the records {@code :ids} by this field. */
    public String referringCountsQuery(ReferenceField field, SyncCollection target) {
        String parent = path(field.name()) + "." + target.identity.attribute();
        return "select " + parent + ", count(e) from " + entity() + " e where " + parent + " in :ids group by "
                + parent;
    }

    /** The column's attribute as the path of a query over {@code e}; of a reference, the id of its target. */
    public String pathOf(Column column) {
        return path(column.path())
                + (column.field() instanceof ReferenceField reference ? "." + reference.targetId() : "");
    }

    /** Writes something else into a column of the records {@code :ids}, past JPA's lock of the row. */
    public String parkQuery(Column column, String value) {
        return "update " + entity() + " e set " + path(column.path()) + " = " + value + unlocked() + " where "
                + idPath() + " in :ids";
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
     * @param hasRule whether a rule of the estate decides about conflicts
     */
    public JsonObject describe(Set<String> readOnly, boolean hasRule) {
        var list = Json.createArrayBuilder();
        Map<String, Long> lengths = table.lengths();
        fields.values()
                .forEach(field -> list.add(field.describe(readOnly.contains(field.name()), field.name(), lengths)));
        return Json.createObjectBuilder()
                .add("name", name())
                .add("gate", declared.gate().name().toLowerCase(Locale.ROOT))
                .add("merge", hasRule ? "custom" : declared.merge().name().toLowerCase(Locale.ROOT))
                .add("fields", list)
                .build();
    }
}
