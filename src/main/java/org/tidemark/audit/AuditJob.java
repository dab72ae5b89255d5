package org.tidemark.audit;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tidemark.log.Outage;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.sync.retry.DatabaseState;
import org.tidemark.sync.retry.Retry;

/**
 * Has chained what happened, every two seconds, and notes once an hour in the log where the chain ends: who can
 * write the whole chain anew cannot write that anew.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class AuditJob {

    private static final System.Logger LOG = System.getLogger(AuditJob.class.getName());

    @Inject
    private AuditChain chain;

    @Inject
    private ScopeWatch watch;

    @Inject
    private Retry retry;

    @Inject
    private DatabaseState database;

    private final Outage outage = new Outage(LOG, "What the audit log is to chain");
    private final AtomicBoolean isRunning = new AtomicBoolean();
    private volatile long noted;

    /** Since the start: what was written before the log was switched off is chained once. */
    private volatile boolean nothingIsLeft;

    @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
    void chain() {
        if (!mayLook() || !AuditLog.isOn() && nothingIsLeft || !isRunning.compareAndSet(false, true)) {
            return;
        }
        try {
            int chained;
            do {
                chained = retry.call(chain::chain);
            } while (chained == AuditChain.PORTION);
            nothingIsLeft = true;
            outage.isOver();
        } catch (RuntimeException e) {
            outage.failed(e); // the next time goes on
        } finally {
            isRunning.set(false);
        }
    }

    /** While the database is away, each try would be a trace in the log of some servers. */
    private boolean mayLook() {
        return watch.tablesAreThere() && !database.isAway();
    }

    @Schedule(hour = "*", minute = "7", persistent = false)
    void note() {
        if (!mayLook()) {
            return;
        }
        try {
            AuditChain.End end = retry.call(chain::end);
            if (end.position() != noted) {
                noted = end.position();
                LOG.log(Level.INFO, "The audit log ends at {0} with {1}", String.valueOf(noted), end.hash());
            }
        } catch (RuntimeException e) {
            outage.failed(e);
        }
    }
}
