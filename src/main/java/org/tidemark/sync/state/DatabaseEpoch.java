package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The epoch of the database: a new one after a restore from a backup, since replicas then know versions that the server
 * has forgotten.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_server")
public class DatabaseEpoch {

    /** There is one row. */
    public static final int ID = 1;

    /** More than any scope counts between two backups, and a million times less than a browser can hold. */
    private static final long SHORTEST_LEAP = 1L << 32;

    @Id
    @Column(name = "id")
    private int id = ID;

    @Column(name = "epoch")
    private UUID epoch;

    /** Where the clock of a new scope begins: the restored database may have forgotten the scope with its numbers. */
    @Column(name = "origin")
    private long origin;

    /** The last number of a conflict without a scope that was closed: there is no clock that would give it one. */
    @Column(name = "settled")
    private long settled;

    protected DatabaseEpoch() {}

    public DatabaseEpoch(UUID epoch) {
        this.epoch = epoch;
    }

    public UUID epoch() {
        return epoch;
    }

    public long origin() {
        return origin;
    }

    /**
     * Takes numbers for conflicts without a scope that are closed. The row is locked until the commit, as a clock is,
     * so that who reads the last number sees all that have one up to there.
     *
     * @return the first of them
     */
    public static long numbersOfSettled(EntityManager em, int count) {
        em.createQuery("update DatabaseEpoch s set s.settled = s.settled + :count where s.id = :id")
                .setParameter("count", (long) count)
                .setParameter("id", ID)
                .executeUpdate();
        long last = em.createQuery("select s.settled from DatabaseEpoch s where s.id = :id", Long.class)
                .setParameter("id", ID)
                .getSingleResult();
        return last - count + 1;
    }

    /** Gives the database a new epoch, and lets all clocks leap. */
    public static UUID restore(EntityManager em) {
        // By chance, since the same backup may be restored twice, and the second time must not give the first one's
        // numbers.
        long leap = ThreadLocalRandom.current().nextLong(SHORTEST_LEAP, 2 * SHORTEST_LEAP);
        DatabaseEpoch server = em.find(DatabaseEpoch.class, ID, LockModeType.PESSIMISTIC_WRITE);
        server.epoch = UUID.randomUUID();
        server.origin += leap;
        em.createQuery("update ScopeClock c set c.version = c.version + :leap")
                .setParameter("leap", leap)
                .executeUpdate();
        return server.epoch;
    }
}
