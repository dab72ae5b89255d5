package org.tidemark.convergence.history;

import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Wire;

/**
 * What can be observed from outside, and nothing else: what users did and saw, what went over the wire, what the
 * server's tables hold, what replicas show. Whoever checks a promise sees a history only through this.
 */
public interface Witness {

    default void rights(String user, Set<String> scopes) {}

    /** A user wrote these values where {@code shown} was on screen; null for a new record. */
    default void wrote(int replica, String key, Map<String, String> shown, Map<String, String> written) {}

    default void deleted(int replica, String key, Map<String, String> shown) {}

    /**
     * A user decided a conflict, at a replica or (−1) at the desk, with both sides on screen. {@code result} is what
     * should hold now, null for a record that is gone.
     */
    default void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {}

    /** A user gave up a refused change. */
    default void discarded(int replica, String key) {}

    /** The server begins to work on a request. */
    default void arrived(Call call) {}

    /** A record's committed state changed. {@code actor} is the user behind it, or {@code estate}. */
    default void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {}

    /** Another program is about to delete this record, whatever is in it. */
    default void erases(String key) {}

    /** What was told as committed since this was last said was one transaction. */
    default void transacted() {}

    /**
     * Nobody can tell in which order the last so many transactions were committed, where they had no record in common.
     */
    default void inAnyOrder(int transactions) {}

    /** The server issued an answer, whether or not anybody will ever receive it. */
    default void answered(Call call, Wire.Answer answer) {}

    /** A replica took in the answer to a push. */
    default void acknowledged(int replica, Wire.Push push, Wire.Result result) {}

    /** A replica was told that somebody else decided its conflict. */
    default void settled(int replica, Wire.Conflict conflict) {}

    /** A replica finished a pull whose first page was asked for at {@code since}. */
    default void pulled(int replica, long since) {}

    /** A replica was told to start anew under another id; its conflicts became unsent edits again. */
    default void renewed(int replica) {}

    /** The server has taken this replica, by its name on the wire, out of service. */
    default void withdrawn(String id) {}

    /** A replica is told so, and throws away what it has. */
    default void wiping(int replica, String id) {}

    /** It has done that. */
    default void wiped(int replica) {}

    /** A replica's disk has lost what was written last; it goes on from an earlier state of its own. */
    default void forgot(int replica) {}

    /** What a replica shows, keeps to send, and keeps as refused. */
    default void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {}

    default void backedUp() {}

    /** The server was taken back to the last backup; what was committed since is gone. */
    default void restored() {}

    /** Everybody synchronised until nothing changed; null, or why that never happened. */
    default void atRest(String trouble) {}
}
