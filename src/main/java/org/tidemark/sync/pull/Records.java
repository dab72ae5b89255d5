package org.tidemark.sync.pull;

import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Some records of a collection, in the order of their versions, or in another that was asked for.
 *
 * @param rows as {@link org.tidemark.mapping.RecordRows#changed} selects them; of one that is not there, its id and
 *     what version is known
 * @param elements see {@link org.tidemark.mapping.RecordRows#elements}
 * @param unreadable those that are not there since they cannot be read; others have changed or left meanwhile
 */
record Records(
        SyncCollection collection,
        List<Object[]> rows,
        Map<SyncField, Map<UUID, JsonValue>> elements,
        Set<UUID> unreadable) {

    private static final int KEY = 2;

    /** Those that have the ids, in their order. */
    Records of(List<UUID> ids) {
        Map<UUID, Object[]> byId = new HashMap<>();
        rows.forEach(row -> byId.put((UUID) row[0], row));
        List<Object[]> inOrder =
                ids.stream().map(id -> byId.getOrDefault(id, new Object[] {id})).toList();
        return new Records(collection, inOrder, elements, unreadable);
    }

    /** Of records in the order of their versions, those up to one. */
    Records upTo(long version) {
        int size = size();
        while (size > 0 && version(size - 1) > version) {
            size--;
        }
        return size == size() ? this : new Records(collection, rows.subList(0, size), elements, unreadable);
    }

    /** Whether no more of them follow up to a version, if so many were asked for. */
    boolean endAt(long version, int limit) {
        return size() < limit || version(size() - 1) > version;
    }

    int size() {
        return rows.size();
    }

    long version(int index) {
        return (long) rows.get(index)[1];
    }

    UUID id(int index) {
        return (UUID) rows.get(index)[0];
    }

    boolean isUnreadable(int index) {
        return unreadable.contains(id(index));
    }

    boolean isThere(int index) {
        return rows.get(index).length > KEY;
    }

    /** Writes a record that is there, as it travels. */
    void write(int index, JsonWriter json) {
        Object[] row = rows.get(index);
        try {
            collection.rows().write(row, elements, json);
        } catch (Throwable e) {
            throw UnreadableException.of(collection, List.of(id(index)), e);
        }
    }
}
