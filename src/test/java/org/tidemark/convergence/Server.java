package org.tidemark.convergence;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The server as a history drives it. Work that has begun goes on only when it is advanced, so that the history decides
 * what meets what; a driver that cannot stop a transaction between two statements advances to its end.
 */
public interface Server extends AutoCloseable {

    /** An open conflict as the desk shows it: {@code current} is the record's present state. */
    record Open(Wire.Conflict conflict, String user, Wire.Side current) {}

    /**
     * What code of the estate does to a record. It writes the phone, or it appends to a list.
     *
     * @param value new in the world; each record gets one of its own that is made of it
     * @param scope where companies move; null if they stay
     * @param deletes a contact instead
     */
    record Change(String value, String scope, boolean appends, boolean deletes) {

        /** @param name by which the record's value is told from those of others */
        public void apply(String key, Map<String, String> fields, String name) {
            String own = value + "-" + name;
            String list = Wire.list(key);
            if (appends) {
                fields.put(list, Wire.appended(fields.get(list), own));
            } else {
                fields.put("phone", own);
            }
            if (scope != null && Wire.isCompany(key)) {
                fields.put("region", scope);
            }
        }
    }

    /** Begins to work on a request. Its answer goes to whoever was named when the server was made. */
    void receive(Call call);

    /** How many pieces of work could go on now. */
    int ready();

    /** Lets the n-th of them go on by one statement. */
    void advance(int n);

    /** Lets this call go on; false if it waits for somebody else, or is not here. */
    boolean advance(Call call);

    /** Begins to take a replica out of service, by the name that it has on the wire. */
    void withdraw(String replica);

    /** Open conflicts, for a steward. */
    List<Open> desk();

    /** A conflict as the register has it, open or closed; null if it has none of that id. */
    Wire.Conflict registered(String id);

    /** The conflicts of a record that a rule has decided: the register keeps the losing side. */
    List<Wire.Conflict> decidedByRule(String key);

    /** What the choice {@code client} at the desk will write over this state of the record. */
    Map<String, String> clientSide(Wire.Conflict conflict, Wire.Side server);

    /** Begins a resolution at the desk, based on the version that was on screen. */
    void resolve(String user, Wire.Conflict conflict, String outcome, long version, Map<String, String> fields);

    /**
     * Other code of the same estate changes one record, then perhaps another, in one transaction. It keeps what it has
     * written, and writes by that the next time if nobody else has changed the record since.
     */
    void estate(List<String> keys, Change change);

    /**
     * Another program does so by plain SQL.
     *
     * @param atOnce whether the model numbers each record at once; a real database has a way of its own
     */
    void sql(List<String> keys, Change change, boolean atOnce);

    /** Begins to remove the tombstones that are older than so many seconds of the server's clock. */
    void purge(long age);

    void rights(String user, Set<String> scopes);

    /** Everything not committed is gone, and with it the answers. */
    void crash();

    void backup();

    /** Goes back to the last backup, declared as docs/protocol.md asks; false if there is none. */
    boolean restore();

    /** Moves the server's wall clock; false if this server's cannot be moved. */
    boolean clock(long seconds);

    /** What is committed now, by key. */
    Map<String, Map<String, String>> content();

    @Override
    default void close() {}
}
