package org.tidemark.convergence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One local database of one user, as an application sees it, and the syncs that run on it. */
public interface Replica extends AutoCloseable {

    String user();

    /**
     * What can be seen at one moment.
     *
     * @param shown what queries return, by key
     * @param pending keys of the outbox: whatever the server has not acknowledged
     * @param rejected refused changes with their reasons
     */
    record Look(Map<String, Map<String, String>> shown, Set<String> pending, Map<String, String> rejected) {}

    Look look();

    void add(String key, Map<String, String> fields);

    /** Writes some fields; returns what was on screen, or null if the record was not there any more. */
    Map<String, String> modify(String key, Map<String, String> fields);

    /** Returns what was on screen, or null if the record was not there any more. */
    Map<String, String> delete(String key);

    /** Conflicts that wait for this user's decision. */
    Collection<Wire.Conflict> conflicts();

    /**
     * The server's side that the application shows beside a conflict: the newest one known, or as it was registered.
     */
    Wire.Side beside(Wire.Conflict conflict, boolean registered);

    /**
     * Decides, by the name of a side or by fields; returns what should hold then, or null if it could not be decided.
     */
    Wire.Side resolve(Wire.Conflict conflict, Wire.Side shown, String outcome, Map<String, String> merged);

    /** Gives up a refused change; false if it could not be given up. */
    boolean discard(String key);

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

    /** What it calls itself when it speaks with the server; null if it has not yet. */
    String id();

    /** What is written by now will survive a power cut. */
    void flush();

    /** Like a crash, but what was written since the last flush is lost as well; false if there was none. */
    boolean powerCut();

    /** Moves the wall clock of the device; false if this replica has none. */
    default boolean clock(long seconds) {
        return false;
    }

    /** Calls that this replica still waits for. */
    List<Call> waiting();

    @Override
    default void close() {}
}
