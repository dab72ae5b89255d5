package org.tidemark.sync.capture;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidemark.log.Outage;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.sync.constraints.MissingColumns;
import org.tidemark.sync.retry.Retry;

/**
 * Looks for rows that have no number: those that were there before Tidemark, and those that SQL of the application has
 * inserted. They are numbered in the order of their ids, in portions, each in a transaction of its own, so that nobody
 * waits for long. What is numbered stays so: after a crash it goes on. Several nodes do no harm to each other.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class UnnumberedRowsJob {

    private static final System.Logger LOG = System.getLogger(UnnumberedRowsJob.class.getName());
    private static final TroubleLog TROUBLE = new TroubleLog(UnnumberedRowsJob.class);

    /** Rows a transaction: as long as others may have to wait for one of them, or for a clock. */
    private static final int PORTION = 250;

    /** Ids a query: whatever plan the database has for it, it is not made for each portion. */
    private static final int BLOCK = 20_000;

    private static final int ROWS_PER_MESSAGE = 100_000;

    /** In how many rounds, of ten seconds, the rows without a scope are counted once more. */
    private static final int ROUNDS_PER_COUNT = 60;

    /** In how many rounds the columns that are missing are looked for once more. */
    private static final int ROUNDS_PER_LOOK = 6;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ScopeWatch watch;

    @Inject
    private UnnumberedRows rows;

    @Inject
    private Retry retry;

    private final Outage outage = new Outage(LOG, "The rows to be numbered");
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private final Map<String, Long> withoutScope = new HashMap<>();
    private int round;
    private final Set<String> told = new HashSet<>();
    private Set<Class<?>> unreadable = Set.of();
    private boolean areColumnsThere;

    /** Parents first: the scope of their children is theirs. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    void number() {
        if (!watch.tablesAreThere() || !isRunning.compareAndSet(false, true)) {
            return;
        }
        try {
            lookAtColumns();
            for (SyncCollection collection : registry.all()) {
                if (unreadable.contains(collection.javaType())) {
                    continue;
                }
                boolean found = number(collection.name());
                if (found || round % ROUNDS_PER_COUNT == 0) {
                    tellWithoutScope(collection.name());
                }
            }
            round++;
            outage.isOver();
        } catch (RuntimeException e) {
            // The next round is in ten seconds; a timer that throws would fill the log with its trace.
            outage.failed(e);
        } finally {
            isRunning.set(false);
        }
    }

    /** Whether there were any. */
    private boolean number(String collection) {
        Instant begin = Instant.now();
        long numbered = 0;
        long told = 0;
        UUID after = PullProjection.NONE;
        List<UUID> block;
        do {
            UUID last = after;
            block = retry.call(() -> rows.ids(collection, last, BLOCK));
            for (int from = 0; from < block.size(); from += PORTION) {
                numbered += number(collection, block.subList(from, Math.min(from + PORTION, block.size())));
                if (numbered - told >= ROWS_PER_MESSAGE) {
                    told = numbered;
                    LOG.log(Level.INFO, "numbered {0} rows of {1} so far", numbered, collection);
                }
            }
            after = block.isEmpty() ? after : block.get(block.size() - 1);
        } while (block.size() == BLOCK);
        if (numbered > 0) {
            long seconds = Duration.between(begin, Instant.now()).toSeconds();
            LOG.log(Level.INFO, "numbered {0} rows of {1} in {2} s", numbered, collection, seconds);
        }
        return numbered > 0;
    }

    /** How many. One row that cannot be numbered keeps none of the others from it. */
    private int number(String collection, List<UUID> ids) {
        try {
            List<UUID> portion = List.copyOf(ids);
            return retry.call(() -> rows.number(collection, portion));
        } catch (Refusal busy) {
            return 0; // somebody holds one of them for long: in the next round
        } catch (RuntimeException e) {
            if (ids.size() > 1) {
                int middle = ids.size() / 2;
                return number(collection, ids.subList(0, middle)) + number(collection, ids.subList(middle, ids.size()));
            }
            String record = ids.get(0) + " of " + collection;
            TROUBLE.warnOnce(record, "no replica gets the record " + record + ": it cannot be numbered", e);
            return 0;
        }
    }

    /**
     * Not before, since the columns may come from a script that runs while the application starts. Where some are
     * missing, each attempt to read such a table would fill the log with the provider's traces: it waits until they are
     * there.
     */
    private void lookAtColumns() {
        if (areColumnsThere || round % ROUNDS_PER_LOOK != 0) {
            return;
        }
        MissingColumns missing = rows.missingColumns();
        missing.sentences().stream().filter(told::add).forEach(sentence -> LOG.log(Level.ERROR, sentence));
        unreadable = missing.unreadable();
        areColumnsThere = unreadable.isEmpty();
    }

    private void tellWithoutScope(String collection) {
        long count = retry.call(() -> rows.withoutScope(collection));
        if (count > 0 && count != withoutScope.getOrDefault(collection, 0L)) {
            LOG.log(
                    Level.WARNING,
                    "{0} rows of {1} have no scope, so no replica gets them: {2} is null. Fill it in, or delete the rows",
                    count,
                    collection,
                    registry.scopePath(registry.get(collection)));
        }
        withoutScope.put(collection, count);
    }
}
