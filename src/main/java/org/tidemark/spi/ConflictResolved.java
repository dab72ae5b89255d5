package org.tidemark.spi;

import java.util.Objects;
import java.util.UUID;

/**
 * A conflict has ended. A CDI event, observed in the same transaction like {@link ChangeApplied}; an observer that
 * throws leaves the conflict open, and has the change that came with the resolution refused.
 *
 * @param id of the conflict, in the register
 * @param type the entity class that is {@link Synchronised}
 * @param record its id
 * @param user who resolved it; {@code rule} for a rule
 * @param replica where that was done; null for the conflict desk
 */
public record ConflictResolved(
        UUID id, Class<? extends Synchronisable> type, UUID record, Outcome outcome, String user, UUID replica) {

    public enum Outcome {
        CLIENT,
        SERVER,
        MERGED,
        /** By a new conflict of the record, which was {@link ConflictRegistered}. */
        SUPERSEDED
    }

    public ConflictResolved {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(user, "user");
    }
}
