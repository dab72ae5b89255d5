package org.tidemark.sync.clock;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tidemark.log.TroubleLog;
import org.tidemark.sync.retry.DatabaseState;
import org.tidemark.sync.state.ScopeAdvanced;
import org.tidemark.sync.state.ScopeClock;

/**
 * Notices that a scope has advanced on another node, by looking at the clock rows: a small table, whatever the records
 * are. What this node commits is announced at once ({@link KnownVersions}).
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ScopeWatch {

    private static final TroubleLog TROUBLE = new TroubleLog(ScopeWatch.class);

    /** In seconds: the timers of some servers ring before the scripts have run, and that is no outage yet. */
    private static final int LOOKS_BEFORE_TABLES = 5;

    /** In whatever schema: to ask for a table that is not there would have the provider write a trace, each second. */
    private static final String IS_TABLE_THERE =
            "select lower(table_name) from information_schema.tables where lower(table_name) = 'tidemark_clock'";

    private static final String NO_TABLE =
            "there is no such table. Run org/tidemark/db/common/V1__tidemark.sql, or on MariaDB"
                    + " org/tidemark/db/mariadb/V1__tidemark.sql, which are in Tidemark's jar; until then nothing is synchronised";

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private Event<ScopeAdvanced> advanced;

    @Inject
    private KnownVersions versions;

    @Inject
    private DatabaseState database;

    private volatile boolean tablesAreThere;
    private volatile boolean answers;
    private volatile boolean hasLooked;
    private volatile Instant lastAnswer;
    private volatile long sum;
    private int looks;

    /** Whether the application's scripts have made the tables: the timers of some servers ring earlier. */
    public boolean tablesAreThere() {
        return tablesAreThere;
    }

    /** False until this node has looked for the first time. */
    public boolean hasLooked() {
        return hasLooked;
    }

    /** How long ago the clocks were read; empty if they never were. */
    public Optional<Duration> sinceLastAnswer() {
        return Optional.ofNullable(lastAnswer).map(last -> Duration.between(last, Instant.now()));
    }

    /** Looks once a second. */
    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    void look() {
        lookAtClocks();
        hasLooked = true;
    }

    private void lookAtClocks() {
        List<ScopeClock> clocks;
        try {
            if (!tablesAreThere && isTableMissing(em)) {
                if (++looks > LOOKS_BEFORE_TABLES) {
                    database.isSilent(NO_TABLE);
                } else {
                    database.isSilent();
                }
                return;
            }
            clocks = clocks();
        } catch (RuntimeException e) {
            answers = false;
            if (tablesAreThere || ++looks > LOOKS_BEFORE_TABLES) {
                database.isSilent(e);
            } else {
                database.isSilent();
            }
            return;
        }
        tablesAreThere = true;
        answers = true;
        lastAnswer = Instant.now();
        database.answers();
        clocks.stream()
                .filter(clock -> versions.put(clock.scope(), clock.version()))
                .forEach(this::tell);
    }

    /**
     * Looks in between, while somebody waits to hear of it. No clock goes back, so their sum says whether one has gone
     * on. A database that does not answer is left to {@link #look}.
     */
    public void glance() {
        if (!answers) {
            return;
        }
        try {
            long now = sum();
            if (now != sum) {
                clocks().stream()
                        .filter(clock -> versions.raise(clock.scope(), clock.version()))
                        .forEach(this::tell);
                sum = now;
            }
        } catch (RuntimeException e) {
            answers = false;
        }
    }

    private long sum() {
        return em.createQuery("select coalesce(sum(c.version), 0) from ScopeClock c", Number.class)
                .getSingleResult()
                .longValue();
    }

    private List<ScopeClock> clocks() {
        return em.createQuery("select c from ScopeClock c", ScopeClock.class).getResultList();
    }

    static boolean isTableMissing(EntityManager em) {
        return em.createNativeQuery(IS_TABLE_THERE).getResultList().isEmpty();
    }

    private void tell(ScopeClock clock) {
        try {
            advanced.fire(new ScopeAdvanced(clock.scope(), clock.version()));
        } catch (RuntimeException e) {
            TROUBLE.warn("an observer of a scope that advanced has failed", e);
        }
    }
}
