package org.tidemark.sync.capture;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.security.Principal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.spi.RecordEvent;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.WrittenByQuery;
import org.tidemark.sync.clock.RowsBefore;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.retry.Retry;
import org.tidemark.sync.state.ScopeAdvanced;

/**
 * Numbers what the application's own code changes. The listener tells what a transaction touches; when it is about to
 * commit, and everything of it is written, the clocks are taken and the records numbered, as in a push: rows first,
 * clocks last.
 *
 * <p>The application's transaction cannot overwrite what a synchronisation wrote in between: that is what
 * {@code @Version} is for, and every synchronised entity has one. Scope and number are Tidemark's own: whatever an
 * object says, they stay as the row has them.
 */
@ApplicationScoped
public class ApplicationWrites implements WrittenByQuery {

    /** The key of the transaction's resource: what it touched, or {@link #OURS}. */
    private static final Object KEY = ApplicationWrites.class.getName();

    /** Marks what is being numbered. */
    private static final Object OURS = new Object();

    private final IndirectWrites.Known known = new IndirectWrites.Known();

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager unit;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Inject
    private Principal caller;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private Retry retry;

    @Inject
    private Event<ScopeAdvanced> advanced;

    /** What is written from here on is numbered by Tidemark itself. */
    public void leaveToSync() {
        transaction.putResource(KEY, OURS);
    }

    /** Whether the current transaction can only be rolled back by now. */
    boolean isDoomed() {
        return transaction.getRollbackOnly();
    }

    /**
     * The current transaction is a synchronisation: what it writes besides the records that it names is collected, to
     * be numbered with them.
     */
    public IndirectWrites collect() {
        var changes = new IndirectWrites(registry, before(), known);
        transaction.putResource(KEY, changes);
        return changes;
    }

    /** What JPA is doing, in whichever transaction. */
    public void observe(@Observes RecordEvent event) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return;
        }
        // Already for what is only loaded: so that we come after the provider, which has something to write by then.
        CapturedChanges changes = current();
        if (changes != null && event.kind() != Kind.LOADED) {
            changes.add(event.record(), event.kind());
        }
    }

    /** Where the transaction's changes are collected, or null. */
    private CapturedChanges current() {
        Object resource = transaction.getResource(KEY);
        return resource == null ? begin() : resource == OURS ? null : (CapturedChanges) resource;
    }

    /** What the rows say that the current transaction is going to write. */
    RowsBefore before() {
        return new RowsBefore(() -> {
            EntityManager em = unit.getEntityManagerFactory().createEntityManager();
            transaction.registerInterposedSynchronization(new AtTheEnd(em));
            return em;
        });
    }

    private CapturedChanges begin() {
        var changes = new CapturedChanges(registry, before());
        transaction.putResource(KEY, changes);
        transaction.registerInterposedSynchronization(new BeforeCommit(changes, user()));
        return changes;
    }

    @Override
    public void changed(Class<? extends Synchronisable> type, Collection<?> keys) {
        read(type, keys, Kind.MODIFIED);
    }

    @Override
    public void deleting(Class<? extends Synchronisable> type, Collection<?> keys) {
        read(type, keys, Kind.DELETED);
    }

    private void read(Class<? extends Synchronisable> type, Collection<?> keys, Kind kind) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("call it in the transaction of the query: there is none");
        }
        SyncCollection collection = registry.of(type)
                .orElseThrow(() -> new IllegalArgumentException(type.getName() + " is not @Synchronised"));
        if (keys.isEmpty()) {
            return;
        }
        CapturedChanges changes = current();
        if (changes != null) {
            changes.addTold(collection, keys, kind);
        }
    }

    /** The user in whose name the application's code runs; a job has none, and servers give nobody a name. */
    private String user() {
        try {
            String name = String.valueOf(caller.getName());
            return name.equalsIgnoreCase("anonymous") ? "system" : name;
        } catch (RuntimeException nobody) {
            return "system";
        }
    }

    /**
     * A provider keeps an entity manager that is closed earlier until the transaction ends, and looks for something to
     * write in it.
     */
    private record AtTheEnd(EntityManager em) implements Synchronization {

        @Override
        public void beforeCompletion() {
            // it has read, and holds nothing
        }

        @Override
        public void afterCompletion(int status) {
            if (em.isOpen()) {
                em.close();
            }
        }
    }

    private final class BeforeCommit implements Synchronization {

        private final CapturedChanges changes;
        private final String user;

        BeforeCommit(CapturedChanges changes, String user) {
            this.changes = changes;
            this.user = user;
        }

        /**
         * The provider has written everything by now; an entity manager that flushes once more would write it again
         * (EclipseLink). So the numbers are written by another one, in the same transaction.
         */
        @Override
        public void beforeCompletion() {
            if (changes.isEmpty()) {
                return;
            }
            leaveToSync();
            for (int attempt = 1; !isNumbered(); attempt++) {
                if (attempt == Retry.ATTEMPTS) {
                    throw new IllegalStateException("the clocks of the changed records' scopes cannot be had");
                }
            }
        }

        /** False if clocks were missing, which are there for the next attempt. */
        private boolean isNumbered() {
            EntityManager em = unit.getEntityManagerFactory().createEntityManager();
            try {
                Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
                changes.number(em, now, user).forEach(advanced::fire);
                return true;
            } catch (MissingRowException missing) {
                retry.insert(missing);
                return false;
            } finally {
                em.close();
            }
        }

        @Override
        public void afterCompletion(int status) {
            // what was numbered is committed with the rest, or not at all
        }
    }
}
