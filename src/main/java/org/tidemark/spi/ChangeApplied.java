package org.tidemark.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * A replica, or a person at the conflict desk, has changed a record. A CDI event: an observer runs in the same
 * transaction, when all changes of the push are written and none is numbered yet. What it writes by JPA is numbered
 * with them.
 *
 * <pre>{@code
 * void changed(@Observes ChangeApplied change) {
 *     if (change.record() instanceof Order order && change.operation() == Operation.ADDED) {
 *         em.persist(new Invoice(order));
 *     }
 * }
 * }</pre>
 *
 * <p>An observer that throws refuses the change: nothing of it is written, and the replica keeps it, marked as
 * {@code invalid}. Who sends mails, or does anything else that cannot be rolled back, observes
 * {@code during = TransactionPhase.AFTER_SUCCESS}: the database may make Tidemark do a transaction again. What the
 * application's own code writes is not told.
 */
public final class ChangeApplied {

    private final Synchronisable record;
    private final Operation operation;
    private final String user;
    private final UUID replica;
    private final LongSupplier version;

    /** @param version 0 as long as there is none */
    public ChangeApplied(Synchronisable record, Operation operation, String user, UUID replica, LongSupplier version) {
        this.record = Objects.requireNonNull(record, "record");
        this.operation = Objects.requireNonNull(operation, "operation");
        this.user = Objects.requireNonNull(user, "user");
        this.replica = replica;
        this.version = Objects.requireNonNull(version, "version");
    }

    /** The entity, of the current transaction; one that is deleted is removed already. */
    public Synchronisable record() {
        return record;
    }

    public Operation operation() {
        return operation;
    }

    /** Who made the change. */
    public String user() {
        return user;
    }

    /** Where it comes from; empty if it was made at the conflict desk. */
    public Optional<UUID> replica() {
        return Optional.ofNullable(replica);
    }

    /** The change's number: drawn last of all, so only an observer after success sees it. */
    public OptionalLong version() {
        long number = version.getAsLong();
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
    }

    @Override
    public String toString() {
        return operation + " " + record.getClass().getSimpleName() + " " + record.getSyncId() + " by " + user;
    }
}
