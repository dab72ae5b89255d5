package org.tidemark.sync;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/**
 * Looks for rows that have no number: those that were there before Tidemark, and those that SQL of the estate has inserted. They are
 * numbered in portions, each in a transaction of its own, so that nobody waits for long; on several nodes each takes what is left.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class NewRows {

    private static final System.Logger LOG = System.getLogger(NewRows.class.getName());
    private static final int PORTION = 500;

    @Inject
    private Registry registry;

    @Inject
    private ScopeWatch watch;

    @Inject
    private SyncService service;

    @Inject
    private Retry retry;

    /** Parents first: the scope of their children is theirs. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    void number() {
        if (!watch.tablesAreThere()) {
            return;
        }
        for (SyncCollection collection : registry.all()) {
            int found = 0;
            int portion;
            do {
                portion = retry.call(() -> service.numberNewRows(collection.name(), PORTION));
                found += portion;
            } while (portion == PORTION);
            if (found > 0) {
                LOG.log(System.Logger.Level.INFO, "numbered {0} rows of {1}", found, collection.name());
            }
        }
    }
}
