package org.tidemark.sync.clock;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.Tombstone;

/**
 * The records that a transaction names, locked until it ends, and the tombstones of those that are gone. All
 * transactions lock in one order, collection by collection (parents first) and by id, so that two of them cannot wait
 * for each other.
 */
public final class LockedRecords {

    /** A statement has room for some ten thousand parameters. */
    private static final int LOCKED_AT_ONCE = 1000;

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final Map<RecordKey, Synchronisable> present = new HashMap<>();
    private final Traces traces;

    private LockedRecords(EntityManager em, CollectionRegistry registry) {
        this.em = em;
        this.registry = registry;
        this.traces = new Traces(em);
    }

    /** Locks the records of the changes and those that they refer to; reads only after that. */
    public static LockedRecords lock(EntityManager em, CollectionRegistry registry, Collection<Change> changes) {
        var rows = new LockedRecords(em, registry);
        Map<String, Set<String>> named = new HashMap<>();
        for (Change change : changes) {
            registry.find(change.key().collection()).ifPresent(collection -> {
                add(named, collection.name(), change.key().id().toString());
                for (ReferenceField reference : collection.references()) {
                    target(change.fields().get(reference.name())).ifPresent(id -> add(named, reference.target(), id));
                }
            });
        }
        for (SyncCollection collection : registry.all()) {
            Set<String> ids = named.get(collection.name());
            if (ids != null) {
                rows.lock(collection, ids.stream().map(UUID::fromString).toList());
            }
        }
        rows.readFollowed();
        return rows;
    }

    /** In the order of the text: UUID.compareTo is signed, databases are not. */
    private static void add(Map<String, Set<String>> named, String collection, String id) {
        named.computeIfAbsent(collection, c -> new TreeSet<>()).add(id);
    }

    /** The id that a reference has, if it is one; what is wrong with it otherwise is said later. */
    public static Optional<String> target(JsonValue value) {
        if (value instanceof JsonString text) {
            try {
                return Optional.of(UUID.fromString(text.getString()).toString());
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Locks these records. */
    public static LockedRecords of(EntityManager em, CollectionRegistry registry, Collection<RecordKey> keys) {
        LockedRecords rows = lock(
                em,
                registry,
                keys.stream()
                        .<Change>map(key -> new Change.Deleted(key, 1, null))
                        .toList());
        rows.readTombstonesOfNew();
        return rows;
    }

    /** Locks what observers have written: all of it is locked by that already. */
    public void lockAlso(Collection<RecordKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        LockedRecords more = of(em, registry, keys);
        present.putAll(more.present);
        traces.addAll(more.traces);
    }

    /** A record that the application has created may have existed before, under higher numbers. */
    private void readTombstonesOfNew() {
        Map<String, List<UUID>> created = new HashMap<>();
        present.forEach((key, entity) -> {
            if (!entity.getSync().isNumbered()) {
                created.computeIfAbsent(key.collection(), c -> new ArrayList<>())
                        .add(key.id());
            }
        });
        created.forEach((collection, ids) -> traces.read(registry.get(collection), ids));
    }

    /** @param ids in the global order */
    private void lock(SyncCollection collection, List<UUID> ids) {
        for (int from = 0; from < ids.size(); from += LOCKED_AT_ONCE) {
            lockAtOnce(collection, ids.subList(from, Math.min(from + LOCKED_AT_ONCE, ids.size())));
        }
    }

    private void lockAtOnce(SyncCollection collection, List<UUID> ids) {
        Set<UUID> absent = new HashSet<>(ids);
        readable(collection, ids, LockingQuery.byIds(em, collection).setParameter("ids", ids))
                .forEach(entity -> {
                    absent.remove(entity.getSyncId());
                    present.put(new RecordKey(collection.name(), entity.getSyncId()), entity);
                });
        if (!absent.isEmpty()) {
            traces.read(collection, absent);
        }
    }

    private static <T> List<T> readable(SyncCollection collection, Collection<UUID> ids, TypedQuery<T> query) {
        try {
            return query.getResultList();
        } catch (Throwable e) {
            throw UnreadableException.of(collection, ids, e);
        }
    }

    /** What the rows that left a scope have left there by now, if they were written already. */
    public void readTracesOf(Collection<ChangedRecord> touched) {
        Map<String, List<UUID>> left = new HashMap<>();
        for (ChangedRecord record : touched) {
            if ((record.delete() || record.hasMoved(this)) && !traces.isRead(record.key())) {
                left.computeIfAbsent(record.key().collection(), c -> new ArrayList<>())
                        .add(record.key().id());
            }
        }
        left.forEach((collection, ids) -> traces.read(registry.get(collection), ids));
    }

    /** The traces, of whatever kind, of a record that was not there. */
    List<Tombstone> traces(RecordKey key) {
        return traces.of(key);
    }

    /**
     * Reads what the locked records follow, all at once: one by one, each would be a query when its scope is asked for,
     * or come from a cache. Before anything is written into them.
     */
    private void readFollowed() {
        var seen = new HashSet<>(present.keySet());
        for (SyncCollection collection : registry.all()) {
            readFollowed(
                    collection,
                    present.keySet().stream()
                            .filter(key -> key.collection().equals(collection.name()))
                            .map(RecordKey::id)
                            .toList(),
                    seen);
        }
    }

    /** @param seen what need not be read again, or leads back to itself */
    private void readFollowed(SyncCollection collection, List<UUID> ids, Set<RecordKey> seen) {
        if (collection.followed().isEmpty()) {
            return;
        }
        SyncCollection parents = registry.get(collection.followed().get());
        for (int from = 0; from < ids.size(); from += LOCKED_AT_ONCE) {
            List<UUID> some = ids.subList(from, Math.min(from + LOCKED_AT_ONCE, ids.size()));
            List<UUID> above = readable(
                            collection,
                            some,
                            Fresh.of(em.createQuery(collection.queries().followed(), Synchronisable.class))
                                    .setParameter("ids", some))
                    .stream()
                    .map(Synchronisable::getSyncId)
                    .filter(id -> seen.add(new RecordKey(parents.name(), id)))
                    .toList();
            readFollowed(parents, above, seen);
        }
    }

    /**
     * Locks the records that follow this one into its scope. Those that are held already are not read again: a query
     * that locks would take back, on one provider, what was written into them since.
     */
    Map<RecordKey, Synchronisable> followers(SyncCollection follower, SyncCollection parent, UUID id) {
        List<UUID> ids = em.createQuery(follower.queries().referringIds(follower.scopeField(), parent), UUID.class)
                .setParameter("parent", id)
                .getResultList();
        List<UUID> others = ids.stream()
                .filter(one -> !present.containsKey(new RecordKey(follower.name(), one)))
                .toList();
        lock(follower, others);
        Map<RecordKey, Synchronisable> found =
                new TreeMap<>(Comparator.comparing(key -> key.id().toString()));
        for (UUID one : ids) {
            var key = new RecordKey(follower.name(), one);
            if (present.containsKey(key)) {
                found.put(key, present.get(key));
            }
        }
        return found;
    }

    /** The record, or null. */
    public Synchronisable present(RecordKey key) {
        return present.get(key);
    }

    /** The tombstone of a record that is gone, or null. */
    public Tombstone deleted(RecordKey key) {
        return traces.deletion(key);
    }

    /** A record that this transaction creates can be referred to by the next. */
    public void created(RecordKey key, Synchronisable entity) {
        present.put(key, entity);
    }

    public void forget(RecordKey key) {
        present.remove(key);
    }

    /** The version of the record's deletion, or 0. */
    public long tombstoneVersion(RecordKey key) {
        Tombstone tombstone = traces.deletion(key);
        return tombstone == null ? 0 : tombstone.version();
    }

    /** The version of a record, or of its tombstone. */
    public OptionalLong version(RecordKey key) {
        if (present.containsKey(key)) {
            return OptionalLong.of(present.get(key).getSync().getVersion());
        }
        Tombstone tombstone = traces.deletion(key);
        return tombstone == null ? OptionalLong.empty() : OptionalLong.of(tombstone.version());
    }

    /** The state of a record for the detector. */
    public ServerState state(RecordKey key) {
        Synchronisable entity = present.get(key);
        if (entity != null) {
            return new ServerState.Present(entity.getSync().getVersion(), fields(key, entity));
        }
        Tombstone tombstone = traces.deletion(key);
        return tombstone != null ? new ServerState.Deleted(tombstone.version()) : new ServerState.Absent();
    }

    private Map<String, JsonValue> fields(RecordKey key, Synchronisable entity) {
        SyncCollection collection = registry.get(key.collection());
        try {
            return collection.read(entity);
        } catch (Throwable e) {
            throw UnreadableException.of(collection, List.of(key.id()), e);
        }
    }

    /** The scope that the record belongs to by its attributes as they are now, or null where they name none. */
    public String scopeOf(SyncCollection collection, Object entity) {
        SyncField field = collection.scopeField();
        if (field instanceof ReferenceField reference) {
            Object parent = field.property().get(entity);
            return parent == null ? null : scopeOf(registry.get(reference.target()), parent);
        }
        return field.scopeOf(entity);
    }
}
