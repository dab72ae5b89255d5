package org.tidemark.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.CollectionRegistry;

/**
 * Keeps what is known of the tables: read when it is first needed, since the tables may be made after the application
 * has started, and again after a while where something was not found or the database has refused what nobody foresaw.
 */
@ApplicationScoped
class KnownTables {

    private static final System.Logger LOG = System.getLogger(KnownTables.class.getName());
    private static final Duration PAUSE = Duration.ofMinutes(1);

    @Inject
    private ServerFacts server;

    @Inject
    private CollectionRegistry registry;

    private final AtomicBoolean isReading = new AtomicBoolean();
    private volatile Instant next = Instant.MIN;
    private volatile boolean isCurrent;

    /** Reads them unless they are known. It costs a few queries, once. */
    void ensure() {
        if (isCurrent || Instant.now().isBefore(next) || !isReading.compareAndSet(false, true)) {
            return;
        }
        try {
            server.readTables();
            isCurrent = registry.all().stream()
                    .noneMatch(collection -> collection.table().isUnknown());
        } catch (RuntimeException e) {
            // Then constraints are heard of when they are broken; the push itself says what is wrong with the database.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the columns and keys of the database cannot be read: {0}",
                    TroubleLog.reason(e));
        } finally {
            next = Instant.now().plus(PAUSE);
            isReading.set(false);
        }
    }

    /** The database knows a constraint that we do not: perhaps it is new. */
    void doubt() {
        isCurrent = false;
    }
}
