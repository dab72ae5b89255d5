package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Whom somebody may ask to decide a conflict: who has synchronised here, or decided for others. The container alone
 * knows all users and their roles, and tells them of nobody but the caller.
 *
 * <p>See docs/protocol.md, P188.
 */
@Stateless
public class KnownPeople {

    private static final int MOST = 200;

    /** Replicas that are looked at, those that synchronised last. */
    private static final int REPLICAS = 2_000;

    private static final Duration LATELY = Duration.ofDays(90);

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    /**
     * Who synchronised last comes first.
     *
     * @param name of the only one who is asked for, or null
     */
    public List<JsonObject> of(Caller caller, UUID id, String name) {
        ConflictEntry conflict = em.find(ConflictEntry.class, id);
        if (conflict == null || !server.mayResolve(caller, conflict)) {
            throw Refusal.notFound("There is no conflict " + id + ".");
        }
        Set<String> stewards = stewards(name);
        Map<String, Set<String>> people = readers(name);
        stewards.forEach(steward -> people.putIfAbsent(steward, Set.of()));
        return people.entrySet().stream()
                .limit(MOST)
                .map(person -> {
                    var json = Json.createObjectBuilder().add("user", person.getKey());
                    sees(conflict, person.getKey(), person.getValue(), stewards.contains(person.getKey()))
                            .ifPresent(sees -> json.add("sees", sees));
                    return json.build();
                })
                .toList();
    }

    /** The scopes that people have read with the replicas that they have. */
    private Map<String, Set<String>> readers(String name) {
        TypedQuery<Object[]> query = em.createQuery(
                "select r.owner, r.seen from Replica r where r.abandoned = false and r.revoked = false"
                        + " and r.lastSyncAt is not null" + (name == null ? "" : " and r.owner = :name")
                        + " order by r.lastSyncAt desc",
                Object[].class);
        if (name != null) {
            query.setParameter("name", name);
        }
        Map<String, Set<String>> read = new LinkedHashMap<>();
        for (Object[] row : query.setMaxResults(REPLICAS).getResultList()) {
            read.computeIfAbsent((String) row[0], owner -> new HashSet<>())
                    .addAll(PullState.noted((String) row[1]).keySet());
        }
        return read;
    }

    /** Who has decided for somebody else lately: nobody does who is none. */
    private Set<String> stewards(String name) {
        TypedQuery<String> query = em.createQuery(
                "select distinct c.settledBy from ConflictEntry c where c.settledAt >= :since"
                        + " and c.settledBy <> c.owner and c.settledBy <> :rule"
                        + (name == null ? "" : " and c.settledBy = :name"),
                String.class);
        query.setParameter("since", Instant.now().minus(LATELY)).setParameter("rule", "rule");
        if (name != null) {
            query.setParameter("name", name);
        }
        return new HashSet<>(query.getResultList());
    }

    /** Empty: the server cannot know. */
    private static Optional<Boolean> sees(ConflictEntry conflict, String person, Set<String> read, boolean isSteward) {
        if (person.equals(conflict.owner())) {
            return Optional.of(true);
        }
        if (conflict.scope().isEmpty() || !read.isEmpty() && !read.contains(conflict.scope())) {
            return Optional.of(false);
        }
        return isSteward && !read.isEmpty() ? Optional.of(true) : Optional.empty();
    }
}
