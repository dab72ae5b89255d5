package org.tidemark.convergence.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** One transaction: it sees its own writes, and others' once they are committed. */
final class Transaction {
    private final Database database;
    private final TreeMap<String, Optional<Object>> writes = new TreeMap<>();
    private Transaction waitsFor;
    private boolean over;

    Transaction(Database database) {
        this.database = database;
    }

    /** True when the lock is held; false when another transaction holds it and this one has to wait. */
    boolean lock(String key) {
        return database.lock(this, key);
    }

    Transaction waitsFor() {
        return waitsFor != null && waitsFor.over ? null : waitsFor;
    }

    void waitsFor(Transaction other) {
        waitsFor = other;
    }

    @SuppressWarnings("unchecked")
    <T> T get(String key) {
        Optional<Object> own = writes.get(key);
        return (T) (own != null ? own.orElse(null) : database.rows().get(key));
    }

    void put(String key, Object value) {
        writes.put(key, Optional.of(value));
    }

    void remove(String key) {
        writes.put(key, Optional.empty());
    }

    /** All rows whose key starts with the prefix, from the given key on, in order. */
    @SuppressWarnings("unchecked")
    <T> void scan(String prefix, String after, BiConsumer<String, T> reader) {
        String end = prefix + '\uffff';
        TreeMap<String, Object> seen =
                new TreeMap<>(database.rows().subMap(prefix + after, after.isEmpty(), end, false));
        writes.subMap(prefix + after, after.isEmpty(), end, false).forEach((key, value) -> {
            if (value.isPresent()) {
                seen.put(key, value.get());
            } else {
                seen.remove(key);
            }
        });
        seen.forEach((key, value) -> reader.accept(key.substring(prefix.length()), (T) value));
    }

    /** Makes the writes visible and frees the locks; tells what was there before. */
    Map<String, Object[]> commit() {
        Map<String, Object[]> changed = new LinkedHashMap<>();
        writes.forEach((key, value) -> {
            Object before = value.isPresent()
                    ? database.rows().put(key, value.get())
                    : database.rows().remove(key);
            changed.put(key, new Object[] {before, value.orElse(null)});
        });
        rollback();
        return changed;
    }

    void rollback() {
        writes.clear();
        over = true;
        waitsFor = null;
        database.release(this);
    }
}
