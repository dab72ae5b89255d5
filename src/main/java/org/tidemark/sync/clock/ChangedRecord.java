package org.tidemark.sync.clock;

import java.util.Set;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.retry.ScopeTooLongException;

/**
 * A record that a transaction changes, and that needs a number for it.
 *
 * @param from the scope that it was in, or null if it is new
 * @param previous the highest version that it ever had
 * @param delete whether it goes
 * @param asked whether a change of the push named it; false where it follows another record
 * @param fields that a change of the push wrote; none where that is not known, or where it is all of them
 */
public record ChangedRecord(
        RecordKey key,
        SyncCollection collection,
        Synchronisable entity,
        String from,
        long previous,
        boolean delete,
        boolean asked,
        Set<String> fields) {

    /** A record that a change of a push names. */
    public static ChangedRecord byPush(
            RecordKey key,
            SyncCollection collection,
            Synchronisable entity,
            long previous,
            boolean delete,
            Set<String> fields) {
        return new ChangedRecord(key, collection, entity, entity.getSync().getScope(), previous, delete, true, fields);
    }

    /**
     * A record that code of the application has written.
     *
     * @param deletion the version of its tombstone, or 0
     */
    public static ChangedRecord byEstate(
            RecordKey key, SyncCollection collection, Synchronisable entity, long deletion) {
        SyncState state = entity.getSync();
        return state.isNumbered()
                ? new ChangedRecord(
                        key, collection, entity, state.getScope(), state.getVersion(), false, false, Set.of())
                : new ChangedRecord(key, collection, entity, null, deletion, false, false, Set.of());
    }

    /** A record that code of the application has deleted. */
    public static ChangedRecord gone(RecordKey key, SyncCollection collection, Synchronisable entity, SyncState was) {
        return new ChangedRecord(key, collection, entity, was.getScope(), was.getVersion(), true, false, Set.of());
    }

    /** A record that follows another. */
    static ChangedRecord along(RecordKey key, SyncCollection collection, Synchronisable entity) {
        SyncState state = entity.getSync();
        return new ChangedRecord(key, collection, entity, state.getScope(), state.getVersion(), false, false, Set.of());
    }

    /** The same record, which is deleted after all. */
    public ChangedRecord deleted() {
        if (from == null) {
            throw new IllegalStateException("a new record of " + key.collection() + " is deleted at once");
        }
        return new ChangedRecord(key, collection, entity, from, previous, true, asked, Set.of());
    }

    /** The scope that it is in from now on. */
    String to(LockedRecords rows) {
        return delete ? from : rows.scopeOf(collection, entity);
    }

    public boolean isNew() {
        return from == null;
    }

    boolean hasMoved(LockedRecords rows) {
        return !delete && from != null && !from.equals(to(rows));
    }

    /** @throws ScopeTooLongException before a statement fails that names no record */
    void addScopes(Set<String> scopes, LockedRecords rows) {
        if (from != null) {
            scopes.add(from);
        }
        String to = to(rows);
        if (!delete && to.codePointCount(0, to.length()) > collection.longestScope()) {
            throw new ScopeTooLongException(collection);
        }
        scopes.add(to);
    }
}
