package org.tidemark.sync.pull;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.state.ScopeClock;

/** The clocks of the caller's scopes, between which a round of a pass reads. */
final class PassClocks {

    private final EntityManager em;
    private final CallerRights rights;

    PassClocks(EntityManager em, CallerRights rights) {
        this.em = em;
        this.rights = rights;
    }

    /**
     * Keeps the clocks until the transaction ends: nobody takes a number meanwhile, and what has one is committed. For
     * what follows to see that, the clocks are read again afterwards.
     */
    void hold() {
        if (!rights.readable().isEmpty()) {
            em.createNamedQuery(ScopeClock.LOCK, ScopeClock.class)
                    .setParameter("scopes", rights.readable())
                    .getResultList();
        }
    }

    /**
     * Where a new round ends: the scopes that have news, and those that are read anew, since they are new to the
     * replica.
     */
    PullCursor.Pass begin(Map<String, Long> seen, long tell) {
        Map<String, Clock> clocks = now();
        Map<String, Long> upTo = new TreeMap<>();
        Set<String> reset = new TreeSet<>();
        for (String scope : new TreeSet<>(rights.readable())) {
            Clock clock = clocks.getOrDefault(scope, Clock.NONE);
            Long read = seen.get(scope);
            if (read != null && read > clock.version()) {
                throw Refusal.replicaResetRequired("the server was restored: it has forgotten what the replica knows");
            }
            if (read == null || read < clock.horizon()) {
                reset.add(scope);
                upTo.put(scope, clock.version());
            } else if (read < clock.version()) {
                upTo.put(scope, clock.version());
            }
        }
        return new PullCursor.Pass(upTo, reset, tell, "", 0);
    }

    /**
     * What a round has missed that is at its end.
     *
     * @param seen what the replica had seen before
     * @param upTo what it has seen in this round
     */
    Missed missed(Map<String, Long> seen, PullCursor.Pass pass, Map<String, Long> upTo) {
        boolean isBehind = false;
        Set<String> overtaken = new TreeSet<>();
        for (Map.Entry<String, Clock> now : now().entrySet()) {
            String scope = now.getKey();
            Long read = upTo.getOrDefault(scope, seen.get(scope));
            isBehind |= read == null || read < now.getValue().version();
            boolean isReadOn = upTo.containsKey(scope) && !pass.reset().contains(scope);
            if (isReadOn && seen.getOrDefault(scope, 0L) < now.getValue().horizon()) {
                overtaken.add(scope);
            }
        }
        return new Missed(isBehind, overtaken);
    }

    /**
     * @param isBehind whether something was numbered since the round began: what it has read is no state that there was
     * @param overtaken the scopes whose tombstones were purged while the round read them: they are read anew, from the
     *     beginning
     */
    record Missed(boolean isBehind, Set<String> overtaken) {

        boolean isNothing() {
            return !isBehind && overtaken.isEmpty();
        }
    }

    private record Clock(long version, long horizon) {

        static final Clock NONE = new Clock(0, 0);
    }

    /** By one statement, so that of a transaction that touched several scopes it sees all numbers, or none. */
    private Map<String, Clock> now() {
        Map<String, Clock> clocks = new HashMap<>();
        if (rights.readable().isEmpty()) {
            return clocks;
        }
        for (Object[] row : PullProjection.rows(
                em.createQuery("select c.scope, c.version, c.horizon from ScopeClock c where c.scope in :scopes")
                        .setParameter("scopes", rights.readable()))) {
            clocks.put((String) row[0], new Clock((long) row[1], (long) row[2]));
        }
        return clocks;
    }
}
