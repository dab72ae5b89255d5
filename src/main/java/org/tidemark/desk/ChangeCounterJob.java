package org.tidemark.desk;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.tidemark.log.Outage;
import org.tidemark.sync.clock.ScopeWatch;

/** Has the counts of changes written every ten minutes, and when the application ends. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class ChangeCounterJob {

    private static final System.Logger LOG = System.getLogger(ChangeCounterJob.class.getName());

    @Inject
    private ChangeCounter counter;

    @Inject
    private ScopeWatch watch;

    private final Outage outage = new Outage(LOG, "What the statistics of conflicts count");

    @Schedule(hour = "*", minute = "*/10", persistent = false)
    void write() {
        if (!watch.tablesAreThere()) {
            return;
        }
        try {
            counter.write();
            outage.isOver();
        } catch (RuntimeException e) {
            outage.failed(e); // the next time goes on
        }
    }

    @PreDestroy
    void end() {
        try {
            counter.write();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "the last counts are lost", e);
        }
    }
}
