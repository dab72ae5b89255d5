package org.tidemark.desk;

import java.time.Instant;
import java.util.UUID;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.sync.state.ConflictEntry.Status;

/**
 * Which conflicts of the register are asked for. What is null does not matter.
 *
 * @param user whose change the client's side is
 * @param person who made either side
 * @param by who decided; {@code rule} for a rule
 * @param field that is in dispute
 * @param assignee who is to decide
 * @param reviewed whether somebody has marked it as looked at
 * @param reopens the closed conflict that it opens again
 * @param since the first moment of detection
 * @param until the moment of detection that is too late
 */
public record ConflictFilter(
        Status status,
        String collection,
        UUID record,
        UUID replica,
        String scope,
        String kind,
        String user,
        String person,
        String by,
        Outcome outcome,
        String field,
        String assignee,
        Boolean reviewed,
        UUID reopens,
        Instant since,
        Instant until) {

    /** All of a collection, or all. */
    public static ConflictFilter of(Status status, String collection, Instant since, Instant until) {
        return of(status, collection, null, since, until);
    }

    /** Those of a record. */
    static ConflictFilter of(RecordKey key) {
        return of(null, key.collection(), key.id(), null, null);
    }

    private static ConflictFilter of(Status status, String collection, UUID record, Instant since, Instant until) {
        return new ConflictFilter(
                status,
                collection,
                record,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                since,
                until);
    }

    /** One page of them. */
    public record Slice(UUID after, int limit, boolean isNewestFirst) {}
}
