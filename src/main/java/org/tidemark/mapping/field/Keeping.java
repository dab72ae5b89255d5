package org.tidemark.mapping.field;

import jakarta.json.JsonValue;

/**
 * What the database is known to keep of a field's values. What it may change without an error is in doubt, and read
 * back. Threadsafe.
 */
interface Keeping {

    /** @param type of the protocol */
    static Keeping of(String type) {
        return type.equals("number") || type.equals("decimal") ? new KeptNumbers() : new LegacyTime(type);
    }

    /** Whether the database may keep another value than this canonical one. */
    boolean isInDoubt(JsonValue canonical);

    /** The database has kept the value. */
    void keeps(JsonValue canonical);

    /** What a person reads of a value that is not kept. */
    String notKept();
}
