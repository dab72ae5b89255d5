package org.tidemark.sync.constraints;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.retry.NotKeptException;
import org.tidemark.sync.retry.UnreadableException;

/**
 * Reads back the few values that a database may change ({@link SyncField#isInDoubt}), in the transaction that wrote
 * them. A record whose date or number has become another one is rejected, and the field is named. Not threadsafe.
 */
public final class StoredValues {

    private static final TroubleLog LOG = new TroubleLog(StoredValues.class);

    private final Map<SyncCollection, List<Doubtful>> doubtful = new LinkedHashMap<>();

    private record Doubtful(UUID id, Synchronisable entity, SyncField field) {}

    /**
     * Notes what the written values may become.
     *
     * @param entity has them as the application's setters left them
     * @param known what the record held before
     */
    public void expect(
            SyncCollection collection,
            RecordKey key,
            Synchronisable entity,
            Map<String, JsonValue> written,
            Map<String, JsonValue> known) {
        written.forEach((name, value) -> {
            if (value.equals(known.get(name))) {
                return; // most are, and whether one is in doubt takes longer to say
            }
            SyncField field = collection.field(name);
            if (field.isInDoubt(value)) {
                doubtful.computeIfAbsent(collection, any -> new ArrayList<>())
                        .add(new Doubtful(key.id(), entity, field));
            }
        });
    }

    /**
     * Compares with what the database holds, after the flush.
     *
     * @throws NotKeptException of the first value that is another one there
     */
    public void verify(EntityManager em) {
        doubtful.forEach((collection, values) -> verify(em, collection, values));
    }

    private static void verify(EntityManager em, SyncCollection collection, List<Doubtful> values) {
        List<UUID> ids = values.stream().map(Doubtful::id).distinct().toList();
        Map<UUID, Map<String, JsonValue>> stored = stored(em, collection, ids);
        for (Doubtful value : values) {
            Map<String, JsonValue> fields = stored.get(value.id());
            JsonValue expected = value.field().read(value.entity());
            if (fields != null && !expected.equals(fields.get(value.field().name()))) {
                warn(collection, value.field());
                throw new NotKeptException(value.field());
            }
            value.field().keeps(expected);
        }
    }

    private static Map<UUID, Map<String, JsonValue>> stored(
            EntityManager em, SyncCollection collection, List<UUID> ids) {
        try {
            return collection.rows().stored(em, ids);
        } catch (Throwable e) {
            throw UnreadableException.of(collection, ids, e);
        }
    }

    private static void warn(SyncCollection collection, SyncField field) {
        String name = collection.name() + "." + field.name();
        LOG.warnOnce(
                name,
                "The database keeps a value of " + name + " as another one, so the change is rejected: "
                        + field.notKept()
                        + ". If all dates change, look at the time zone settings of the JDBC driver, or run the server"
                        + " with -Duser.timezone=UTC: docs/mappings.md, Dates and times.",
                null);
    }
}
