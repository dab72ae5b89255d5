package org.tidemark.convergence.model;

import org.tidemark.convergence.history.Witness;

/** A replica is taken out of service: under the lock that each of its pushes takes first. */
final class Withdrawal {
    private final Job job;
    private final String replica;
    private final Witness witness;

    Withdrawal(Job job, String replica, Witness witness) {
        this.job = job;
        this.replica = replica;
        this.witness = witness;
    }

    void start() {
        job.begin(this::start, () -> {});
        job.lock(Rows.replica(replica));
        job.then(this::withdraw);
    }

    private void withdraw() {
        Rows.ReplicaRow row = job.transaction().get(Rows.replica(replica));
        if (row == null) {
            job.transaction().rollback();
            return;
        }
        job.transaction()
                .put(
                        Rows.replica(replica),
                        new Rows.ReplicaRow(
                                row.user(),
                                row.number(),
                                row.push(),
                                row.outcomes(),
                                row.complete(),
                                row.settled(),
                                true));
        job.then(() -> {
            job.transaction().commit();
            witness.withdrawn(replica);
        });
    }
}
