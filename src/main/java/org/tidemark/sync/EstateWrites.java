package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.security.Principal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.RecordEvent;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.Synchronisable;

/**
 * Numbers what the estate's own code changes. The listener tells what a transaction touches; when it is about to commit, and everything
 * of it is written, the clocks are taken and the records numbered, as in a push: rows first, clocks last.
 *
 * <p>The estate's transaction cannot overwrite what a synchronisation wrote in between: that is what {@code @Version} is for, and
 * every synchronised entity has one.
 */
@ApplicationScoped
public class EstateWrites {

    /** The key of the transaction's resource: what it touched, or {@link #OURS}. */
    private static final Object KEY = EstateWrites.class.getName();

    /** Marks a transaction of a synchronisation, which numbers for itself. */
    private static final Map<Synchronisable, Kind> OURS = Map.of();

    @PersistenceUnit(name = "persistence/tidemark-unit", unitName = "tidemark")
    private EntityManagerFactory units;

    @Resource
    private TransactionSynchronizationRegistry transaction;

    @Inject
    private Principal caller;

    @Inject
    private Registry registry;

    @Inject
    private Event<ScopeAdvanced> advanced;

    /** The current transaction is a synchronisation: it numbers its changes itself. */
    public void leaveToSync() {
        transaction.putResource(KEY, OURS);
    }

    /** What JPA is doing, in whichever transaction. */
    @SuppressWarnings("unchecked")
    public void observe(@Observes RecordEvent event) {
        if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return;
        }
        var touched = (Map<Synchronisable, Kind>) transaction.getResource(KEY);
        if (touched == null) {
            touched = new IdentityHashMap<>();
            transaction.putResource(KEY, touched);
            transaction.registerInterposedSynchronization(
                    new BeforeCommit(touched, user()));
        }
        if (touched != OURS && event.kind() != Kind.LOADED) {
            touched.merge(event.record(), event.kind(), EstateWrites::last);
        }
    }

    /** The user in whose name the estate's code runs; a job has none. */
    private String user() {
        try {
            return String.valueOf(caller.getName());
        } catch (RuntimeException nobody) {
            return "system";
        }
    }

    /** A new record that is changed again is still new; what is deleted stays deleted. */
    private static Kind last(Kind before, Kind now) {
        return now == Kind.MODIFIED ? before : now;
    }

    private final class BeforeCommit implements Synchronization {

        private final Map<Synchronisable, Kind> touched;
        private final String user;

        BeforeCommit(Map<Synchronisable, Kind> touched, String user) {
            this.touched = touched;
            this.user = user;
        }

        /**
         * The provider has written everything by now; an entity manager that flushes once more would write it again (EclipseLink).
         * So the numbers are written by another one, in the same transaction.
         */
        @Override
        public void beforeCompletion() {
            if (!touched.isEmpty()) {
                Map<Synchronisable, Kind> changes = new IdentityHashMap<>(touched);
                transaction.putResource(KEY, OURS);
                EntityManager em = units.createEntityManager();
                try {
                    number(em, changes);
                } finally {
                    em.close();
                }
            }
        }

        private void number(EntityManager em, Map<Synchronisable, Kind> changes) {
            LockedRows rows = LockedRows.of(em, registry, changes.keySet().stream().map(EstateWrites.this::key).toList());
            var numbering = new Numbering(em, registry, rows);
            changes.forEach((record, kind) -> {
                RecordKey key = key(record);
                Synchronisable written = kind == Kind.DELETED ? record : rows.present(key);
                if (written.getSync().isNumbered() || kind != Kind.DELETED) {
                    numbering.add(Touched.byEstate(key, registry.get(key.collection()), written, rows, kind == Kind.DELETED));
                }
            });
            Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            ChangeClock clock = numbering.number(Set.of(), now, user, (record, version) -> {});
            em.flush();
            clock.advanced().forEach(advanced::fire);
        }

        @Override
        public void afterCompletion(int status) {
            // what was numbered is committed with the rest, or not at all
        }
    }

    private RecordKey key(Synchronisable record) {
        return new RecordKey(registry.of(record).name(), record.getSyncId());
    }
}
