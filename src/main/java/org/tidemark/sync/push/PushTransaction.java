package org.tidemark.sync.push;

import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.validation.Validator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.PushResult.Applied;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.spi.ConflictResolved;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.capture.ApplicationObservers;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.clock.ChangeClocks;
import org.tidemark.sync.clock.ChangedRecord;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.Numbering;
import org.tidemark.sync.constraints.Foresight;
import org.tidemark.sync.constraints.StoredValues;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.state.ChangesDecided;
import org.tidemark.sync.state.ScopeAdvanced;
import org.tidemark.sync.state.Tombstone;

/**
 * The changes that one transaction decides and applies. {@link #decide} works in memory on locked rows; {@link #write}
 * takes the clocks, numbers the changed rows and sends everything to the database.
 */
public final class PushTransaction {

    private final EntityManager em;
    private final CollectionRegistry registry;
    private final LockedRecords rows;
    private final Author author;
    private final PushConflicts conflicts;
    private final IndirectWrites sideWrites;
    private final PushEvents telling;
    private final PermissionCheck permission;
    private final ChangePlanner planner;
    private final RecordWriter writer;
    private final Numbering numbering;
    private final StoredValues storedValues = new StoredValues();
    private final ClientSide clientSide;
    private final ConflictQuota quota;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

    private boolean isForeseen = true;
    private final List<List<PlannedChange>> units = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private final Set<RecordKey> accepted = new HashSet<>();
    private final Set<RecordKey> merged = new HashSet<>();
    private final List<PlannedChange> changedByCallbacks = new ArrayList<>();
    private final ChangeTally tally = new ChangeTally();
    private final List<Conflict> detected = new ArrayList<>();
    private final List<Rejection> rejected = new ArrayList<>();

    public PushTransaction(
            EntityManager em,
            CollectionRegistry registry,
            Validator validator,
            LockedRecords rows,
            CallerRights rights,
            Author author,
            PushConflicts conflicts,
            RuleEvaluation ruling,
            ApplicationObservers observers,
            IndirectWrites sideWrites) {
        this.em = em;
        this.registry = registry;
        this.rows = rows;
        this.author = author;
        this.conflicts = conflicts;
        this.sideWrites = sideWrites;
        this.telling = new PushEvents(registry, observers, sideWrites, author);
        this.numbering = new Numbering(em, registry, rows).by(author.replica());
        sideWrites.leaveTo(numbering);
        this.permission = new PermissionCheck(rows, rights);
        this.planner = new ChangePlanner(registry, rows, rights, permission, conflicts, ruling, author, now);
        this.writer = new RecordWriter(rows, rights, permission, validator);
        this.clientSide = new ClientSide(validator);
        this.quota = new ConflictQuota(em, author);
    }

    /** What the answer holds already. */
    public void goesOnFrom(PushResult soFar) {
        if (!soFar.conflicts().isEmpty()) {
            quota.counts(soFar.conflicts().toString().length());
        }
    }

    /** Lets the database find out what its constraints do not let pass. */
    public void leaveToDatabase() {
        isForeseen = false;
    }

    public List<Applied> applied() {
        return applied;
    }

    public List<Conflict> detected() {
        return detected;
    }

    public List<Rejection> rejected() {
        return rejected;
    }

    /** After {@link #write}, which gives scopes. */
    public ChangesDecided decided() {
        return tally.count(author.user(), this::scopeOf);
    }

    /** Decides about the changes of a unit and applies them to the entities in memory: all of them, or none. */
    public void decide(List<Change> unit) {
        List<PlannedChange> plans = unit.stream().map(planner::plan).toList();
        boolean tried = plans.stream().allMatch(PlannedChange::isApplicable);
        if (tried) {
            plans = writer.apply(plans);
        }
        boolean whole = plans.stream().allMatch(PlannedChange::isApplicable);
        if (tried && !whole) {
            plans.forEach(plan -> sideWrites.tookBack(plan.key(), plan.server().fields()));
        }
        if (whole) {
            units.add(plans.stream().filter(PlannedChange::isWritten).toList());
        }
        for (PlannedChange plan : plans) {
            if (plan.rejection() != null) {
                rejected.add(plan.rejection());
            } else if (plan.decision() instanceof Decision.Clash clash) {
                clash(plan, clash);
            } else if (!whole) {
                rejected.add(Rejection.ofGroup(plan.key()));
            } else {
                accept(plan);
            }
        }
    }

    /** Registers the conflict, if there is something to decide and room for it. */
    private void clash(PlannedChange plan, Decision.Clash clash) {
        Rejection broken = clientSide.broken(plan);
        if (broken != null) {
            rejected.add(broken);
            return;
        }
        Conflict conflict = conflict(plan, clash);
        Rejection full = quota.refuses(conflict, conflict.size());
        if (full != null) {
            rejected.add(full);
            return;
        }
        detected.add(register(plan, conflict));
        tally.add(plan);
    }

    private Conflict conflict(PlannedChange plan, Decision.Clash clash) {
        return plan.conflict(clash, author.user(), now, rows.present(plan.key()), rows.deleted(plan.key()));
    }

    private Conflict register(PlannedChange plan, Conflict conflict) {
        String scope = scopeOf(plan);
        conflicts.register(conflict, scope, author);
        telling.registered(conflict, scope);
        return conflict;
    }

    /** Whose steward sees the conflict: the scope of the server's side, or of the client's where there is none. */
    private String scopeOf(PlannedChange plan) {
        Synchronisable entity = rows.present(plan.key());
        if (entity != null) {
            return entity.getSync().getScope();
        }
        Tombstone tombstone = rows.deleted(plan.key());
        return tombstone != null ? tombstone.scope() : permission.scopeNamedBy(plan);
    }

    private void accept(PlannedChange plan) {
        tally.add(plan);
        conflicts.wrote(plan.change(), plan.server().fields());
        accepted.add(plan.key());
        Decision decision = plan.decision();
        if (isMerged(plan)) {
            merged.add(plan.key());
        } else if (!plan.collection().isWrittenAsDecided()) {
            changedByCallbacks.add(plan);
        }
        if (decision instanceof Decision.Merged both) {
            decision = both.then();
        }
        if (decision instanceof Decision.ByRule byRule) {
            decision = byRule.then();
            Map<String, JsonValue> written = decision instanceof Decision.Update update ? update.fields() : Map.of();
            Conflict settled = register(plan, conflict(plan, byRule.clash()));
            conflicts.settledByRule(
                    settled,
                    byRule.outcome(),
                    now,
                    author,
                    written,
                    plan.server().fields());
            var told = ConflictResolved.Outcome.valueOf(byRule.outcome().name());
            telling.resolved(settled.id(), plan.key(), told, "rule");
        }
        if (decision instanceof Decision.Nothing) {
            applied.add(new Applied(plan.key(), plan.previousVersion(), merged.contains(plan.key())));
        } else {
            numbering.add(ChangedRecord.byPush(
                    plan.key(),
                    plan.collection(),
                    rows.present(plan.key()),
                    plan.previousVersion(),
                    decision instanceof Decision.Delete,
                    decision instanceof Decision.Update update ? update.fields().keySet() : Set.of()));
            if (rows.present(plan.key()) != null) {
                storedValues.expect(
                        plan.collection(),
                        plan.key(),
                        rows.present(plan.key()),
                        decision.fields(),
                        plan.server().fields());
            }
            telling.applied(plan, rows.present(plan.key()));
        }
    }

    /**
     * Numbers what was changed and hands it to JPA, to be sent with whatever else the transaction writes: the clocks
     * are held by now, and each flush looks at every record. What the database would refuse is looked for first.
     * Nothing is sent to the database before, unless the application is to be told, or is known to write more.
     */
    public ChangeClocks write() {
        if (isForeseen) {
            new Foresight(em, registry, units).look(rows);
        }
        conflicts.settle(accepted, detected, now, author, telling);
        telling.tell(em, rows, numbering);
        ChangeClocks clock = numbering.number(conflicts.scopesToNumber(), now, author.user(), (record, version) -> {
            applied.add(new Applied(record.key(), version, merged.contains(record.key())));
            telling.numbered(record.key(), version);
        });
        conflicts.number(clock);
        numbering.write(clock);
        return clock;
    }

    /**
     * Sends everything to the database.
     *
     * @return where the clocks stand of what got its number only now
     */
    public List<ScopeAdvanced> flush() {
        List<ScopeAdvanced> advanced = new ArrayList<>();
        sideWrites.flush(em);
        while (sideWrites.remain(numbering)) {
            advanced.addAll(numberRest());
            sideWrites.flush(em);
        }
        sideWrites.complete();
        storedValues.verify(em);
        return advanced;
    }

    private boolean isMerged(PlannedChange plan) {
        return RecordWriter.byEstate(plan, () -> plan.isMergedInto(rows.present(plan.key())));
    }

    /**
     * Looks again at the records whose classes have callbacks, which JPA has called by now.
     *
     * @return whether {@link #applied} has changed
     */
    public boolean findsMoreMerged() {
        changedByCallbacks.removeIf(plan -> !isMerged(plan));
        changedByCallbacks.forEach(plan -> merged.add(plan.key()));
        applied.replaceAll(
                one -> merged.contains(one.key()) && !one.merged() ? new Applied(one.key(), one.version(), true) : one);
        return !changedByCallbacks.isEmpty();
    }

    private Collection<ScopeAdvanced> numberRest() {
        Numbering rest = Numbering.further(em, registry, rows).by(author.replica());
        sideWrites.leaveTo(rest);
        sideWrites.join(em, rows, rest);
        rows.readTracesOf(rest.touched());
        ChangeClocks clock = rest.number(Set.of(), now, author.user(), (record, version) -> {});
        rest.write(clock);
        return clock.advanced();
    }
}
