package org.tidemark.mapping.field;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OrderColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * A collection of basic values, as an array. Where the database keeps no order the canonical form is sorted, and that
 * of a set has nothing twice: so two arrays are equal whenever the collections are. There is no null, only an empty
 * array.
 */
public final class ElementCollectionField extends SyncField {

    private final Class<?> elementType;
    private final ValueType element;
    private final Keeping keeping;
    private final boolean isOrdered;

    public ElementCollectionField(Property property, Class<?> elementType) {
        super(property);
        this.elementType = elementType;
        element = ValueType.of(elementType, scale(property));
        keeping = Keeping.of(element.wire());
        isOrdered = property.annotation(OrderColumn.class).isPresent();
    }

    Class<?> elementType() {
        return elementType;
    }

    @Override
    String type() {
        return "array";
    }

    @Override
    void describe(JsonObjectBuilder json, String path, Map<String, Long> lengths, FieldRules rules) {
        super.describe(json, path, lengths, rules);
        json.add("items", element.wire());
    }

    @Override
    public JsonValue nothing() {
        return JsonValue.EMPTY_JSON_ARRAY;
    }

    @Override
    JsonValue canonicalValue(JsonValue sent, String path) throws MalformedValueException {
        if (!(sent instanceof JsonArray array)) {
            throw new MalformedValueException(path, "an array is expected");
        }
        List<JsonValue> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String place = path + "[" + i + "]";
            if (array.get(i) == JsonValue.NULL) {
                throw new MalformedValueException(place, "null is not possible here");
            }
            elements.add(element.write(element.read(array.get(i), place)));
        }
        return array(elements);
    }

    private JsonValue array(Collection<JsonValue> elements) {
        var json = Json.createArrayBuilder();
        if (isOrdered) {
            elements.forEach(json::add);
        } else {
            Collection<JsonValue> counted = isSet() ? new LinkedHashSet<>(elements) : elements;
            counted.stream().sorted(Comparator.comparing(JsonValue::toString)).forEach(json::add);
        }
        return json.build();
    }

    private boolean isSet() {
        return Set.class.isAssignableFrom(property().type());
    }

    @Override
    Object toJava(JsonValue canonical, References references) {
        Collection<Object> values = SortedSet.class.isAssignableFrom(property().type())
                ? new TreeSet<>()
                : isSet() ? new LinkedHashSet<>() : new ArrayList<>();
        for (JsonValue value : canonical.asJsonArray()) {
            try {
                values.add(element.read(value, name()));
            } catch (MalformedValueException e) {
                throw new IllegalStateException("a canonical value of " + name() + " cannot be read", e);
            }
        }
        return values;
    }

    @Override
    JsonValue toJson(Object raw) {
        return array(((Collection<?>) raw).stream().map(element::write).toList());
    }

    @Override
    public boolean isInDoubt(JsonValue canonical) {
        return canonical.asJsonArray().stream().anyMatch(keeping::isInDoubt);
    }

    @Override
    public void keeps(JsonValue canonical) {
        canonical.asJsonArray().forEach(keeping::keeps);
    }

    @Override
    public String notKept() {
        return keeping.notKept();
    }

    /** A row of the entity has no room for it: see {@link #ofRecords}. */
    @Override
    public void select(PullProjection projection, String parent) {}

    @Override
    public int width() {
        return 0;
    }

    @Override
    public JsonValue read(Object[] row, int from) {
        return nothing();
    }

    /** The arrays of the records {@code ids} of an entity, by record; without those that are empty. */
    public Map<UUID, JsonValue> ofRecords(EntityManager em, String entity, String idPath, Collection<UUID> ids) {
        Map<UUID, List<JsonValue>> found = new HashMap<>();
        String query = "select " + idPath + ", x" + (isOrdered ? ", index(x)" : "") + " from " + entity + " e join e."
                + name() + " x where " + idPath + " in :ids" + (isOrdered ? " order by index(x)" : "");
        em.createQuery(query, Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(row -> found.computeIfAbsent((UUID) row[0], id -> new ArrayList<>())
                        .add(element.write(row[1])));
        return found.entrySet().stream().collect(arrays());
    }

    private Collector<Map.Entry<UUID, List<JsonValue>>, ?, Map<UUID, JsonValue>> arrays() {
        return Collectors.toMap(Map.Entry::getKey, entry -> array(entry.getValue()));
    }
}
