package org.tidemark.mapping;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.field.ElementCollectionField;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.mapping.field.SyncField;

/**
 * The records of a collection as rows, which no entity is made of: how they are selected, read and written as JSON.
 * Threadsafe.
 */
public final class RecordRows {

    private static final int FIRST_FIELD = 4;

    private final CollectionQueries queries;
    private final String entity;
    private final Collection<SyncField> fields;
    private final PullProjection changed = new PullProjection();
    private final String changedQuery;
    private final String rangeQuery;
    private final String heldQuery;
    private final String countQuery;
    private final String storedQuery;

    RecordRows(CollectionQueries queries, String entity, Collection<SyncField> fields) {
        this.queries = queries;
        this.entity = entity;
        this.fields = fields;
        changed.select(queries.idPath());
        changed.select(queries.version());
        changed.select(queries.modifiedAt());
        changed.select(queries.modifiedBy());
        fields.forEach(field -> field.select(changed, "e"));
        changedQuery = changed.query(entity, "where " + queries.isAbove() + queries.inOrder());
        rangeQuery = changed.query(entity, "where " + queries.isInRange() + queries.inOrder());
        heldQuery = changed.query(entity, "where " + queries.isIn() + " and " + queries.idPath() + " in :ids");
        storedQuery = changed.query(entity, "where " + queries.idPath() + " in :ids");
        countQuery = "select count(" + queries.version() + ") from " + entity + " e where " + queries.isInRange();
    }

    /**
     * Selects the records of a scope above a version in the order of their versions, without loading them as entities:
     * id, version, when, by whom, then the columns of the fields.
     */
    public Query changed(EntityManager em, String scope, long after) {
        return selecting(em, changedQuery, scope, after);
    }

    /**
     * The same, of those up to another version. There must be few of them: a database may not read them in their order
     * then.
     */
    public Query inRange(EntityManager em, String scope, long after, long upTo) {
        return selecting(em, rangeQuery, scope, after).setParameter("upTo", upTo);
    }

    /** The ids and versions of {@link #changed}: they can be read, whatever the fields hold. */
    public Query changedKeys(EntityManager em, String scope, long after) {
        return em.createQuery("select " + queries.idPath() + ", " + queries.version() + " from " + entity + " e where "
                        + queries.isAbove() + queries.inOrder())
                .setParameter("scope", scope)
                .setParameter("after", after);
    }

    /** Selects the ids and scopes of those of the records {@code ids} that are there. */
    public Query scopes(EntityManager em, List<UUID> ids) {
        return em.createQuery("select " + queries.idPath() + ", " + queries.scope() + " from " + entity + " e where "
                        + queries.idPath() + " in :ids")
                .setParameter("ids", ids);
    }

    /** Selects, as {@link #changed} does, those of the records {@code ids} that are in the scope. */
    public Query held(EntityManager em, String scope, List<UUID> ids) {
        return selecting(em, heldQuery).setParameter("scope", scope).setParameter("ids", ids);
    }

    /** Reads one field of a record by itself, as {@link #changed} does; throws what JPA throws if it cannot. */
    public void tryToRead(EntityManager em, UUID id, SyncField field) {
        var alone = new PullProjection();
        alone.select(queries.idPath());
        alone.select(queries.version());
        field.select(alone, "e");
        Query query = em.createQuery(alone.query(entity, "where " + queries.idPath() + " in :ids"))
                .setParameter("ids", List.of(id));
        if (alone.hasNone()) {
            query.setParameter("none", PullProjection.NONE);
        }
        PullProjection.rows(query).forEach(row -> field.read(row, 2));
        if (field instanceof ElementCollectionField collected) {
            collected.ofRecords(em, entity, queries.idPath(), List.of(id));
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

    /**
     * What a row of {@link #changed} has no room for, by field and record: one question for each such field and all
     * rows.
     */
    public Map<SyncField, Map<UUID, JsonValue>> elements(EntityManager em, List<Object[]> rows) {
        Map<SyncField, Map<UUID, JsonValue>> elements = new HashMap<>();
        for (SyncField field : fields) {
            if (field instanceof ElementCollectionField collected && !rows.isEmpty()) {
                List<UUID> ids = rows.stream().map(row -> (UUID) row[0]).toList();
                elements.put(field, collected.ofRecords(em, entity, queries.idPath(), ids));
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
        for (SyncField field : fields) {
            Map<UUID, JsonValue> collected = elements.get(field);
            reader.accept(
                    field,
                    collected == null
                            ? field.read(row, column)
                            : collected.getOrDefault((UUID) row[0], field.nothing()));
            column += field.width();
        }
    }
}
