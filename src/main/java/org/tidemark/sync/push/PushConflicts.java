package org.tidemark.sync.push;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tidemark.json.Json;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ConflictResolved;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.clock.ChangeClocks;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.DatabaseEpoch;

/** The register of conflicts, as one transaction sees it: those that it is to close, and those that it detects. */
public final class PushConflicts {

    private final EntityManager em;
    private final Map<UUID, Resolution> resolutions;
    private final List<ConflictEntry> named;
    private final Map<RecordKey, JsonObject> written = new HashMap<>();
    private final List<ConflictEntry> closed = new ArrayList<>();

    private PushConflicts(EntityManager em, Map<UUID, Resolution> resolutions, List<ConflictEntry> named) {
        this.em = em;
        this.resolutions = resolutions;
        this.named = named;
    }

    /**
     * Locks the open conflicts that the resolutions name, if the caller may resolve them: their owner may, and a
     * steward of their scope. What was settled before, or is not known any more, is left alone: the change that came
     * with it speaks for itself.
     */
    public static PushConflicts lock(
            EntityManager em, Caller caller, CallerRights rights, List<Resolution> resolutions) {
        return lock(em, caller, rights, resolutions, key -> true);
    }

    /** Locks those of them whose record passes. */
    public static PushConflicts lock(
            EntityManager em,
            Caller caller,
            CallerRights rights,
            List<Resolution> resolutions,
            Predicate<RecordKey> records) {
        Map<UUID, Resolution> byId =
                resolutions.stream().collect(Collectors.toMap(Resolution::conflict, Function.identity(), (a, b) -> b));
        if (byId.isEmpty()) {
            return new PushConflicts(em, byId, List.of());
        }
        List<ConflictEntry> named = em
                .createQuery("select c from ConflictEntry c where c.id in :ids order by c.id", ConflictEntry.class)
                .setParameter("ids", List.copyOf(byId.keySet()))
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .stream()
                .filter(ConflictEntry::isOpen)
                .filter(conflict -> records.test(conflict.key()))
                .filter(conflict -> mayResolve(conflict, caller, rights))
                .toList();
        return new PushConflicts(em, byId, named);
    }

    /** How many characters those of them hold that are open. */
    public static long size(EntityManager em, List<UUID> ids) {
        return em.createQuery(
                        "select coalesce(sum(c.bodySize), 0) from ConflictEntry c"
                                + " where c.id in :ids and c.status = :open",
                        Number.class)
                .setParameter("ids", ids)
                .setParameter("open", ConflictEntry.Status.OPEN)
                .getSingleResult()
                .longValue();
    }

    /**
     * Those of the conflicts that the caller may no longer read: a right may have been withdrawn since they were
     * answered.
     */
    public static Set<UUID> outOfSight(EntityManager em, CallerRights rights, Set<UUID> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        return em
                .createQuery("select c.id, c.scope from ConflictEntry c where c.id in :ids", Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .stream()
                .filter(row -> !((String) row[1]).isEmpty() && !rights.mayRead((String) row[1]))
                .map(row -> (UUID) row[0])
                .collect(Collectors.toSet());
    }

    /**
     * The result with the sides that a purge has cut. A settled conflict may be purged since: its change is decided
     * anew.
     */
    public static PushResult whole(EntityManager em, PushResult stored) {
        if (!stored.isWithoutSides()) {
            return stored;
        }
        return stored.withSides(em
                .createQuery("select c from ConflictEntry c where c.id in :ids", ConflictEntry.class)
                .setParameter("ids", stored.conflictIds())
                .getResultList()
                .stream()
                .collect(Collectors.toMap(ConflictEntry::id, ConflictEntry::body)));
    }

    /**
     * That of a record whose scope is unknown is its owner's alone: it may be of a scope that no steward around may
     * read.
     */
    public static boolean mayResolve(ConflictEntry conflict, Caller caller, CallerRights rights) {
        boolean inSight = rights.mayRead(conflict.scope());
        return conflict.owner().equals(caller.user())
                ? inSight || conflict.scope().isEmpty()
                : inSight && caller.isInRole(Roles.STEWARD);
    }

    public boolean isEmpty() {
        return named.isEmpty();
    }

    /** Whether a resolution says that this change is to bring back a record whose deletion was on screen. */
    boolean bringsBack(Change change, ServerState server) {
        return named.stream()
                .filter(conflict -> conflict.key().equals(change.key()))
                .filter(conflict -> resolutions.get(conflict.id()).outcome() != Outcome.SERVER)
                .anyMatch(conflict -> server instanceof ServerState.Deleted deleted
                        ? shows(change, conflict) == deleted.version()
                        : server instanceof ServerState.Absent
                                && conflict.isDeletedOnServer()
                                && shows(change, conflict) == conflict.serverVersion());
    }

    /** The server's version that was on screen: an edit names it, and the desk shows newer ones than the conflict's. */
    private static long shows(Change change, ConflictEntry conflict) {
        return change instanceof Change.Modified modified ? modified.version() : conflict.serverVersion();
    }

    void register(Conflict conflict, String scope, Author author) {
        em.persist(new ConflictEntry(conflict, scope, author.replica(), author.user()));
    }

    /**
     * A rule has decided; the conflict is kept for the sake of the side that lost.
     *
     * @param present the fields of the record before
     */
    void settledByRule(
            Conflict conflict,
            Outcome outcome,
            Instant now,
            Author author,
            Map<String, JsonValue> written,
            Map<String, JsonValue> present) {
        JsonObject fields = outcome == Outcome.MERGED ? whole(written, conflict.disputed(), present) : null;
        ConflictEntry entry = em.find(ConflictEntry.class, conflict.id());
        entry.settle(outcome, "rule", now, author.replica(), fields);
        AuditLog.of(em, "rule", author.replica()).resolved(entry.id(), entry.key(), entry.scope(), outcome);
    }

    /** The scopes whose clocks number the end of the conflicts. */
    Set<String> scopesToNumber() {
        return named.stream()
                .map(ConflictEntry::toldIn)
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Closes what was resolved: by a change that is applied, by leaving the server's side, or by a conflict anew. */
    void settle(Set<RecordKey> accepted, List<Conflict> detected, Instant now, Author author, PushEvents telling) {
        AuditLog audit = AuditLog.of(em, author.user(), author.replica());
        Set<RecordKey> again = detected.stream().map(Conflict::key).collect(Collectors.toSet());
        for (ConflictEntry conflict : named) {
            Outcome outcome = resolutions.get(conflict.id()).outcome();
            if (again.contains(conflict.key())) {
                conflict.supersede(author.user(), now, author.replica());
                telling.resolved(conflict.id(), conflict.key(), ConflictResolved.Outcome.SUPERSEDED, author.user());
            } else if (outcome == Outcome.SERVER || accepted.contains(conflict.key())) {
                conflict.settle(outcome, author.user(), now, author.replica(), written.get(conflict.key()));
                var told = ConflictResolved.Outcome.valueOf(outcome.name());
                telling.resolved(conflict.id(), conflict.key(), told, author.user());
            } else {
                continue;
            }
            audit.resolved(
                    conflict.id(),
                    conflict.key(),
                    conflict.scope(),
                    again.contains(conflict.key()) ? ConflictResolved.Outcome.SUPERSEDED : outcome);
            closed.add(conflict);
        }
    }

    /** Numbers the end of those that were closed, so that their replicas hear of it. */
    void number(ChangeClocks clock) {
        List<ConflictEntry> unplaced = new ArrayList<>();
        for (ConflictEntry conflict : closed) {
            if (conflict.toldIn().isEmpty()) {
                unplaced.add(conflict);
            } else {
                conflict.settledVersion(clock.next(conflict.toldIn(), 0));
            }
        }
        if (!unplaced.isEmpty()) {
            long number = DatabaseEpoch.numbersOfSettled(em, unplaced.size());
            for (ConflictEntry conflict : unplaced) {
                conflict.settledVersion(number++);
            }
        }
    }

    /**
     * Remembers what a change wrote, for the audit of the resolution that it came with.
     *
     * @param present the fields of the record before
     */
    void wrote(Change change, Map<String, JsonValue> present) {
        named.stream()
                .filter(conflict -> conflict.key().equals(change.key()))
                .forEach(conflict -> written.put(change.key(), whole(change.fields(), conflict.disputed(), present)));
    }

    /** A mix that leaves a field in dispute away has decided about it too: it stays as it is. */
    private static JsonObject whole(
            Map<String, JsonValue> written, List<String> disputed, Map<String, JsonValue> present) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(written);
        disputed.stream().filter(present::containsKey).forEach(name -> fields.putIfAbsent(name, present.get(name)));
        return Json.createObjectBuilder(fields).build();
    }
}
