package org.tidemark.dialect;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a MariaDB has by itself and no synchronisation can live with. The other databases need no question: PostgreSQL
 * refuses what would be decided on a state that is gone, whatever its isolation, and both tell 'North' from 'north'.
 */
final class MariaDbCheck {

    private static final Set<String> SEES_THE_NEWEST = Set.of("READ-COMMITTED", "SERIALIZABLE");

    private final EntityManager em;

    private MariaDbCheck(EntityManager em) {
        this.em = em;
    }

    /** A sentence for each mistake, with its cure. */
    static List<String> mistakes(EntityManager em) {
        var check = new MariaDbCheck(em);
        List<String> mistakes = new ArrayList<>();
        check.isolation(mistakes);
        check.cluster(mistakes);
        check.collations(mistakes);
        return mistakes;
    }

    /**
     * In REPEATABLE READ a query goes on seeing what was committed when the transaction began, while a lock is given on
     * the row as it is now: a record that was deleted in between would be neither there nor deleted, and an edit of it
     * would bring it back.
     */
    private void isolation(List<String> mistakes) {
        String isolation = variable("'TX_ISOLATION', 'TRANSACTION_ISOLATION'");
        if (!SEES_THE_NEWEST.contains(isolation) && !"ON".equals(variable("'INNODB_SNAPSHOT_ISOLATION'"))) {
            mistakes.add("the data source has the isolation " + isolation
                    + ", in which MariaDB lets an edit be decided on a state that is gone: give it READ COMMITTED, by"
                    + " transactionIsolation=READ-COMMITTED in its URL");
        }
    }

    /**
     * A member of a cluster shows at first what it had before the commit that another one has acknowledged. Then a
     * replica would know more than the server, which looks like a restore, and it would begin anew.
     */
    private void cluster(List<String> mistakes) {
        if ("ON".equals(variable("'WSREP_ON'")) && readsBehind(variable("'WSREP_SYNC_WAIT'"))) {
            mistakes.add("the database is a member of a Galera cluster, and the data source reads what other members"
                    + " have overtaken: let it wait for them, by sessionVariables=wsrep_sync_wait=1 in its URL");
        }
    }

    /** Of its bits the lowest stands for reads. */
    private static boolean readsBehind(String wait) {
        return wait == null || Integer.parseInt(wait) % 2 == 0;
    }

    /** Of this session; null if the server is too old to have it. */
    private String variable(String names) {
        List<?> values = em.createNativeQuery(
                        "select session_value from information_schema.system_variables where variable_name in (" + names
                                + ")")
                .getResultList();
        return values.isEmpty() ? null : String.valueOf(values.get(0));
    }

    /** Whoever may read 'north' would get the records of 'North'. */
    private void collations(List<String> mistakes) {
        List<?> columns = em.createNativeQuery(
                        "select concat(table_name, '.', column_name, ' has the collation ', collation_name)"
                                + " from information_schema.columns where table_schema = database()"
                                + " and column_name = 'sync_scope' and right(collation_name, 10) <> '_nopad_bin' order by 1")
                .getResultList();
        for (Object column : columns) {
            mistakes.add(column + ", to which scopes are the same that differ in case, accents or blanks at the end:"
                    + " declare it character set utf8mb4 collate utf8mb4_nopad_bin");
        }
    }
}
