package org.tidemark.sync.push;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.Optional;
import org.tidemark.config.Setting;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Reason;
import org.tidemark.sync.state.ConflictEntry;

/**
 * How many conflicts may wait for a decision, and how large they may be: what is beyond stays with the replica, which
 * sends it again. What one user leaves undecided must not fill the server for all.
 */
public final class ConflictQuota {

    /** Characters of one, and of those in one answer. */
    public static final int LARGEST = 8 << 20;

    private static final int OF_REPLICA = Setting.CONFLICTS_OF_REPLICA.number();
    private static final int OF_USER = Setting.CONFLICTS_OF_USER.number();

    /** Characters of all of a user. */
    private static final long SIZE_OF_USER = Setting.CONFLICT_SIZE.number();

    private final EntityManager em;
    private final Author author;
    private boolean isCounted;
    private long ofReplica;
    private long ofUser;
    private long sizeOfUser;
    private long sizeOfAnswer;

    public ConflictQuota(EntityManager em, Author author) {
        this.em = em;
        this.author = author;
    }

    /** Those that the answer holds already. */
    void counts(long size) {
        sizeOfAnswer += size;
    }

    /** Null if there is room for the conflict, which is counted from here on. */
    Rejection refuses(Conflict conflict, long size) {
        count();
        String why = size > LARGEST
                ? "both sides of this conflict together are larger than " + megabytes(LARGEST)
                        + ": take the server's record, and make the change again"
                : sizeOfAnswer + size > LARGEST
                        ? "the conflicts of one push are larger than " + megabytes(LARGEST) + ": it is sent again"
                        : ofReplica >= OF_REPLICA || ofUser >= OF_USER || sizeOfUser + size > SIZE_OF_USER
                                ? "too many conflicts are open: decide some of them, then this one is sent again"
                                : null;
        if (why != null) {
            return new Rejection(conflict.key(), Reason.LIMIT, why);
        }
        ofReplica++;
        ofUser++;
        sizeOfUser += size;
        sizeOfAnswer += size;
        return null;
    }

    /** Why there is no room for a conflict that is opened again; empty if there is. */
    public Optional<String> refusal(Conflict conflict) {
        return Optional.ofNullable(refuses(conflict, conflict.size())).map(Rejection::detail);
    }

    private void count() {
        if (isCounted) {
            return;
        }
        isCounted = true;
        Object[] all = open(
                        "select count(c), coalesce(sum(c.bodySize), 0) from ConflictEntry c"
                                + " where c.owner = :owner and c.status = :open",
                        Object[].class)
                .getSingleResult();
        ofUser = ((Number) all[0]).longValue();
        sizeOfUser = ((Number) all[1]).longValue();
        if (author.replica() != null) {
            ofReplica = open(
                            "select count(c) from ConflictEntry c"
                                    + " where c.owner = :owner and c.status = :open and c.replica = :replica",
                            Long.class)
                    .setParameter("replica", author.replica().toString())
                    .getSingleResult();
        }
    }

    private <T> TypedQuery<T> open(String query, Class<T> type) {
        return em.createQuery(query, type)
                .setParameter("owner", author.user())
                .setParameter("open", ConflictEntry.Status.OPEN);
    }

    private static String megabytes(int characters) {
        return (characters >> 20) + " MB";
    }
}
