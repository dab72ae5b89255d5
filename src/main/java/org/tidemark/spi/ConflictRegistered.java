package org.tidemark.spi;

import java.util.Objects;
import java.util.UUID;

/**
 * A change of a replica has met another one and was not applied, or a rule has decided about it. A CDI event, observed
 * in the same transaction like {@link ChangeApplied}; an observer that throws has the change refused as {@code invalid}
 * instead.
 *
 * @param id of the conflict, in the register
 * @param type the entity class that is {@link Synchronised}
 * @param record its id
 * @param client what the client did to it
 * @param server what had been done on the server
 * @param scope of the record; empty if nobody knows
 * @param user who made the client's change
 * @param replica where it comes from; null if it was made at the conflict desk
 */
public record ConflictRegistered(
        UUID id,
        Class<? extends Synchronisable> type,
        UUID record,
        Operation client,
        Operation server,
        String scope,
        String user,
        UUID replica) {

    public ConflictRegistered {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(record, "record");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(user, "user");
    }
}
