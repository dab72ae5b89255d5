package org.tidemark.sync.pull;

import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.json.JsonWriter;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Some records of a collection, in the order of their versions.
 *
 * @param rows as {@link SyncCollection#changed} selects them; of a record that is left out, its id and version alone
 * @param elements see {@link SyncCollection#elements}
 */
record Records(SyncCollection collection, List<Object[]> rows, Map<SyncField, Map<UUID, JsonValue>> elements) {

    private static final int KEY = 2;

    int size() {
        return rows.size();
    }

    long version(int index) {
        return (long) rows.get(index)[1];
    }

    boolean isLeftOut(int index) {
        return rows.get(index).length == KEY;
    }

    /** Writes a record as it travels, unless it is left out. */
    void write(int index, JsonWriter json) {
        if (isLeftOut(index)) {
            return;
        }
        Object[] row = rows.get(index);
        try {
            collection.rows().write(row, elements, json);
        } catch (RuntimeException e) {
            throw UnreadableException.of(collection, List.of((UUID) row[0]), e);
        }
    }
}
