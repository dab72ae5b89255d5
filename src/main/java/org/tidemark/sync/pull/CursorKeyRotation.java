package org.tidemark.sync.pull;

import jakarta.annotation.Resource;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tidemark.sync.clock.ScopeWatch;
import org.tidemark.sync.purge.RetentionPurge;
import org.tidemark.sync.state.CursorKey;

/**
 * Makes a new key for cursors each month, and forgets one when all cursors that it sealed are from before the retention
 * of tombstones: who has such a cursor starts anew in any case.
 */
@Singleton
public class CursorKeyRotation {

    private static final Duration IN_USE = Duration.ofDays(30);

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ScopeWatch watch;

    /** Every night. Of several nodes one makes the key; that of another is refused, and this one's is there. */
    @Schedule(hour = "3", minute = "47", persistent = false)
    void rotateNightly() {
        if (watch.tablesAreThere()) {
            rotate(em, Instant.now());
        }
    }

    static void rotate(EntityManager em, Instant now) {
        List<CursorKey> keys = em.createQuery("select k from CursorKey k order by k.id", CursorKey.class)
                .getResultList();
        if (keys.isEmpty()) {
            return; // the first pull makes one
        }
        CursorKey newest = keys.get(keys.size() - 1);
        if (newest.createdAt().plus(IN_USE).isBefore(now)) {
            em.persist(new CursorKey(newest.id() + 1, now));
        }
        Duration known = Duration.ofDays(RetentionPurge.tombstoneDays()).plus(IN_USE);
        for (int i = 0; i + 1 < keys.size(); i++) {
            // It was in use until the next one was made.
            if (keys.get(i + 1).createdAt().plus(known).isBefore(now)) {
                em.remove(keys.get(i));
            }
        }
    }
}
