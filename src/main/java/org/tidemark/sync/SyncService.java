package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.validation.Validator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Pull;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.access.PolicyRights;
import org.tidemark.sync.capture.ApplicationObservers;
import org.tidemark.sync.capture.ApplicationWrites;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.push.Author;
import org.tidemark.sync.push.ChangeGroups;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.push.PushPart;
import org.tidemark.sync.push.PushTransaction;
import org.tidemark.sync.push.RuleEvaluation;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.state.KnownEpoch;
import org.tidemark.sync.state.Replica;

/**
 * The server's half of a synchronisation, and where its transactions begin. {@link #push} is ServerDataSync of the
 * source pattern; {@link PushInParts} calls it, and calls it again when the database refuses. What needs no decision is
 * in {@link ServerFacts}.
 */
@Stateless
public class SyncService {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Resource
    private SessionContext context;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private ApplicationObservers observers;

    @Inject
    private Validator validator;

    @Inject
    private Event<Object> facts;

    @Inject
    private ApplicationWrites estateWrites;

    @Inject
    private RangeCache ranges;

    @Inject
    private PolicyRights rights;

    @Inject
    private CursorSeals seals;

    @Inject
    private KnownEpoch epochs;

    @Inject
    private UnreadableRecords unreadable;

    /**
     * Decides a portion of a push, applies what is free of conflict, and stores the result, in one transaction.
     *
     * @param pull that will follow, or null: nothing is written if its cursor is refused
     */
    public Pushed push(Caller caller, UUID replicaId, Push push, PushPart portion, Pull pull) {
        return DatabaseRefusedException.refusing(() -> {
            // 1. Who pushes, and what of it was decided before.
            AdmittedReplica admitted = lockReplica(replicaId, caller);
            if (pull != null) {
                cursor(pull, admitted.epoch(), caller);
            }
            Replica replica = admitted.replica();
            PushResult soFar = PushConflicts.whole(em, replica.resultSoFar(push));
            if (replica.hasAnswered(push) && soFar.decidesAll(push)) {
                return new Pushed(
                        admitted.epoch(),
                        soFar.again(PushConflicts.outOfSight(em, rights(caller), soFar.conflictIds())));
            }
            // 2 to 5. Lock, decide, write, number.
            List<Change> changes = portion.without(soFar.decided());
            var author = new Author(caller.user(), replicaId);
            PushTransaction set = apply(caller, author, changes, push.resolutions(), portion, soFar);
            // 6. Keep the answer in the same transaction, and give it.
            Supplier<PushResult> result = () -> soFar.plus(set.applied(), set.detected(), set.rejected())
                    .plus(List.of(), List.of(), portion.refusedOnly(soFar.decided()));
            PushResult decided = result.get();
            replica.store(push, decided, portion.mayBeLast(), Instant.now());
            flush(set);
            if (set.findsMoreMerged()) {
                decided = result.get();
                replica.store(push, decided, portion.mayBeLast(), Instant.now());
                em.flush();
            }
            return new Pushed(admitted.epoch(), decided);
        });
    }

    /** Finds out whether the database would take this portion, and writes nothing. */
    public boolean rehearse(Caller caller, UUID replicaId, Push push, PushPart portion) {
        return DatabaseRefusedException.refusing(() -> {
            lockReplica(replicaId, caller);
            var author = new Author(caller.user(), replicaId);
            PushResult nothing = PushResult.of(push.number());
            flush(apply(caller, author, portion.changes(), push.resolutions(), portion, nothing));
            context.setRollbackOnly();
            return true;
        });
    }

    /** Lock, then read; decide without I/O; take the clocks last. The caller's flush writes what came of it. */
    private PushTransaction apply(
            Caller caller,
            Author author,
            List<Change> changes,
            List<Resolution> resolutions,
            PushPart portion,
            PushResult soFar) {
        IndirectWrites sideWrites = estateWrites.collect();
        // 2. Lock the records, then read them. The policy is asked after that: what it loads would be locked as it was
        // before, on one provider.
        LockedRecords rows = LockedRecords.lock(em, registry, changes);
        CallerRights may = rights(caller);
        PushConflicts conflicts = PushConflicts.lock(em, caller, may, resolutions, portion::resolves);
        var ruling = new RuleEvaluation(rules, portion.rulesOff(), context::getRollbackOnly);
        var set = new PushTransaction(
                em, registry, validator, rows, may, author, conflicts, ruling, observers, sideWrites);
        set.goesOnFrom(soFar);
        if (!portion.isForeseen()) {
            set.leaveToDatabase();
        }
        // 3. Decide: apply, merge, conflict or rejection.
        ChangeGroups.of(registry, changes).forEach(set::decide);
        // 4. Take the clocks, which are the last locks. 5. Number what changed, and hand it to JPA. Observers hear of
        // ScopeAdvanced and ChangesDecided after the commit.
        set.write().advanced().forEach(facts::fire);
        facts.fire(set.decided());
        return set;
    }

    private void flush(PushTransaction set) {
        set.flush().forEach(facts::fire);
    }

    /**
     * A resolution at the conflict desk: a push of one change without a replica.
     *
     * @param record of the conflict
     * @param version the server version that was on screen
     * @param change of the record, based on that version; null where the server's side stays
     * @return empty if the record has moved on, or somebody else was faster to resolve: nothing is written then
     */
    public Optional<PushResult> resolve(
            Caller caller, Resolution resolution, RecordKey record, long version, Change change) {
        return DatabaseRefusedException.refusing(() -> {
            em.setFlushMode(FlushModeType.COMMIT);
            Change lock = change != null ? change : new Change.Deleted(record, version, null);
            LockedRecords rows = LockedRecords.lock(em, registry, List.of(lock));
            boolean open = !PushConflicts.lock(em, caller, rights(caller), List.of(resolution))
                    .isEmpty();
            if (!open || rows.version(record).orElse(version) != version) {
                return Optional.empty();
            }
            List<Change> changes = change == null ? List.of() : List.of(change);
            var author = new Author(caller.user(), null);
            PushTransaction set =
                    apply(caller, author, changes, List.of(resolution), PushPart.of(changes), PushResult.of(0));
            flush(set);
            return Optional.of(PushResult.of(0).plus(set.applied(), set.detected(), set.rejected()));
        });
    }

    /** Refuses who may not use the replica; returns the database's epoch. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public UUID admit(Caller caller, UUID replicaId) {
        return DatabaseRefusedException.refusing(
                () -> PullState.admitted(em, replicaId, caller).epoch());
    }

    /** A page of what changed since the cursor, as long as it may be. */
    public Page pull(Caller caller, UUID replicaId, Pull pull, Allowance allowance) {
        return page(caller, replicaId, pull, may -> new PullPass(em, registry, may, ranges, allowance));
    }

    /** The same without the records that cannot be read. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Page pullReadable(Caller caller, UUID replicaId, Pull pull, Allowance allowance) {
        return page(caller, replicaId, pull, may -> new PullPass(em, registry, may, ranges, allowance)
                .leavingOut(unreadable));
    }

    /** The same where a pass comes to no end: this transaction holds the clocks while the page is read outside. */
    public Page pullReadableAtRest(Caller caller, UUID replicaId, Pull pull, Allowance allowance) {
        return DatabaseRefusedException.refusing(() -> {
            var replica = PullState.admitted(em, replicaId, caller);
            new PullPass(em, registry, rights(caller), ranges, allowance).hold(replica);
            return context.getBusinessObject(SyncService.class).pullReadable(caller, replicaId, pull, allowance);
        });
    }

    /** Keeps for the list of replicas what {@link #pullReadable} has brought: that has no transaction to write in. */
    public void note(Caller caller, UUID replicaId, Page page) {
        if (page.cursor().pass() == null && page.cursor().rounds() == 0) {
            DatabaseRefusedException.refusing(() -> {
                PullState.admitted(em, replicaId, caller).note(em, page.cursor().seen());
                return true;
            });
        }
    }

    private Page page(Caller caller, UUID replicaId, Pull pull, Function<CallerRights, PullPass> pass) {
        return DatabaseRefusedException.refusing(() -> {
            var replica = PullState.admitted(em, replicaId, caller);
            PullCursor cursor = cursor(pull, replica.epoch(), caller);
            PullPass now = pass.apply(rights(caller));
            PullResult result = now.page(replica, cursor, pull.page());
            return new Page(replica.epoch(), now.next(), result.withCursor(seals.seal(em, result.cursor())));
        });
    }

    /**
     * What {@link #pull} would answer where there is nothing new, as most of the times: one query, in no transaction.
     *
     * @return empty if a pull has to look closer, or to write
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Optional<Page> nothingNew(Caller caller, UUID replicaId, Pull pull) {
        return DatabaseRefusedException.refusing(() -> {
            if (pull.cursor() == null || !seals.isSealed(em, pull.cursor())) {
                return Optional.empty();
            }
            PullCursor cursor = PullCursor.parse(CursorSeals.cursor(pull.cursor()));
            if (!cursor.user().equals(caller.user())) {
                return Optional.empty();
            }
            return PullState.upToDate(em, replicaId, caller, rights(caller), cursor)
                    .filter(replica -> replica.epoch().equals(cursor.epoch()) && replica.isNoted(cursor.seen()))
                    .map(replica -> new Page(
                            replica.epoch(),
                            cursor,
                            new PullResult(pull.cursor(), false, List.of(), List.of(), Map.of())));
        });
    }

    private PullCursor cursor(Pull pull, UUID epoch, Caller caller) {
        if (pull.cursor() == null) {
            return PullCursor.start(epoch, caller.user());
        }
        boolean ours = seals.isSealed(em, pull.cursor());
        return PullCursor.read(CursorSeals.cursor(pull.cursor()), ours, epoch, caller.user());
    }

    private AdmittedReplica lockReplica(UUID id, Caller caller) {
        em.setFlushMode(FlushModeType.COMMIT);
        return AdmittedReplica.lock(em, epochs, id, caller);
    }

    private CallerRights rights(Caller caller) {
        return rights.of(em, caller);
    }
}
