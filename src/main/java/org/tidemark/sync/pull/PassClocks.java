package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.state.ScopeClock;

/** The clocks of the caller's scopes, between which a pass reads. */
final class PassClocks {

    private final EntityManager em;
    private final CallerRights rights;

    PassClocks(EntityManager em, CallerRights rights) {
        this.em = em;
        this.rights = rights;
    }

    /** Where a new pass ends: the scopes that have news, and those that are read anew, since they are new to the replica. */
    PullCursor.Pass begin(Map<String, Long> seen, long tell) {
        Map<String, ScopeClock> clocks = new TreeMap<>();
        if (!rights.readable().isEmpty()) {
            em.createQuery("select c from ScopeClock c where c.scope in :scopes", ScopeClock.class)
                    .setParameter("scopes", rights.readable())
                    .getResultList()
                    .forEach(clock -> clocks.put(clock.scope(), clock));
        }
        Map<String, Long> upTo = new TreeMap<>();
        Set<String> reset = new TreeSet<>();
        for (String scope : new TreeSet<>(rights.readable())) {
            ScopeClock clock = clocks.get(scope);
            long now = clock == null ? 0 : clock.version();
            Long read = seen.get(scope);
            if (read != null && read > now) {
                throw Refusal.replicaResetRequired("the server was restored: it has forgotten what the replica knows");
            }
            if (read == null || (clock != null && read < clock.horizon())) {
                reset.add(scope);
                upTo.put(scope, now);
            } else if (read < now) {
                upTo.put(scope, now);
            }
        }
        return new PullCursor.Pass(upTo, reset, tell, "", 0);
    }

    /** The scopes whose tombstones were purged while the pass read them: they are read anew, from the beginning. */
    Set<String> overtaken(Map<String, Long> seen, PullCursor.Pass pass) {
        Set<String> asked = new TreeSet<>(pass.upTo().keySet());
        asked.removeAll(pass.reset());
        Set<String> overtaken = new TreeSet<>();
        if (!asked.isEmpty()) {
            for (Object[] row : PullProjection.rows(
                    em.createQuery("select c.scope, c.horizon from ScopeClock c where c.scope in :scopes")
                            .setParameter("scopes", asked))) {
                if (seen.getOrDefault((String) row[0], 0L) < (long) row[1]) {
                    overtaken.add((String) row[0]);
                }
            }
        }
        return overtaken;
    }
}
