package org.tidemark.convergence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One local database of one user, as an application sees it, and the syncs that run on it. */
public interface Replica extends AutoCloseable {

    String user();

    /** What queries return now, by key. */
    Map<String, Map<String, String>> shown();

    void add(String key, Map<String, String> fields);

    void modify(String key, Map<String, String> fields);

    void delete(String key);

    /** Conflicts that wait for this user's decision. */
    Collection<Wire.Conflict> conflicts();

    /** The server's side that the application shows beside a conflict: the newest one known, or as it was registered. */
    Wire.Side beside(Wire.Conflict conflict, boolean registered);

    /** Decides; null fields choose a side, and {@code null} is returned for a record that is gone after it. */
    Map<String, String> resolve(Wire.Conflict conflict, Wire.Side shown, String outcome, Map<String, String> merged);

    /** Refused changes with their reasons. */
    Map<String, String> rejected();

    void discard(String key);

    /** Keys of the outbox: whatever the server has not acknowledged. */
    Set<String> pending();

    /** Starts a sync, as a tab would; false if the gate or the number of tabs forbids it. */
    boolean sync();

    /** Whether a sync runs. */
    boolean syncing();

    /** The answer to a call, or null when the network gave up on it. */
    void answer(Call call, Wire.Answer answer);

    /** Steps that could be taken locally, between two awaits. */
    int ready();

    void advance(int n);

    /** The tab or the browser dies: memory is lost, the durable store stays. */
    void crash();

    /** Calls that this replica still waits for. */
    List<Call> waiting();

    @Override
    default void close() {}
}
