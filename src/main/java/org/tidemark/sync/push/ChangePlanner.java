package org.tidemark.sync.push;

import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.MergeRules;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution.Outcome;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.decide.ConflictDetector;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;
import org.tidemark.sync.decide.ServerState;
import org.tidemark.sync.state.Tombstone;

/**
 * Plans one change by itself: reads what the client sent, detects a conflict, asks the rights and the application's
 * rule. Writes nothing.
 */
final class ChangePlanner {

    private final CollectionRegistry registry;
    private final LockedRecords rows;
    private final CallerRights rights;
    private final PermissionCheck permission;
    private final PushConflicts conflicts;
    private final RuleEvaluation ruling;
    private final Author author;
    private final Instant now;

    ChangePlanner(
            CollectionRegistry registry,
            LockedRecords rows,
            CallerRights rights,
            PermissionCheck permission,
            PushConflicts conflicts,
            RuleEvaluation ruling,
            Author author,
            Instant now) {
        this.registry = registry;
        this.rows = rows;
        this.rights = rights;
        this.permission = permission;
        this.conflicts = conflicts;
        this.ruling = ruling;
        this.author = author;
        this.now = now;
    }

    /** What is to be done about one change, by itself. */
    PlannedChange plan(Change change) {
        SyncCollection collection = registry.find(change.key().collection()).orElse(null);
        if (collection == null) {
            return PlannedChange.rejected(
                    change,
                    new Rejection(change.key(), Rejection.Reason.UNKNOWN_COLLECTION, "there is no such collection"));
        }
        if (!mayRead(change.key())) {
            return PlannedChange.rejected(change, Rejection.outsideScopes(change.key()));
        }
        try {
            ServerState server = rows.state(change.key());
            Map<String, JsonValue> fields = collection.canonical(change.fields(), server.fields());
            Map<String, JsonValue> base = change instanceof Change.Modified modified
                    ? collection.canonical(modified.base(), server.fields())
                    : new HashMap<>();
            Rejection closed = new ReadOnlyFieldCheck(collection, change, fields, base, server).refused();
            if (closed != null) {
                return PlannedChange.rejected(change, closed);
            }
            MergeRules rules = collection.mergeRules();
            fields.keySet().removeAll(rules.readOnly());
            base.keySet().removeAll(rules.readOnly());
            Decision decision =
                    ConflictDetector.decide(change, fields, base, server, rules, conflicts.bringsBack(change, server));
            var plan = new PlannedChange(change, collection, fields, base, server, decision, null);
            Rejection forbidden = permission.asItIs(plan);
            return forbidden == null ? ruled(plan) : plan.but(forbidden);
        } catch (MalformedValueException e) {
            return PlannedChange.rejected(
                    change,
                    new Rejection(
                            change.key(),
                            Rejection.Reason.MALFORMED,
                            e.field() + ": " + e.getMessage(),
                            List.of(new Rejection.Violation(e.field(), e.getMessage()))));
        }
    }

    /** With what the application's rule makes of a conflict. It cannot give the caller a right. */
    private PlannedChange ruled(PlannedChange plan) {
        Synchronisable entity = rows.present(plan.key());
        PlannedChange ruled = entity == null ? plan : ruling.decide(plan, entity.getSync(), author.user(), now);
        boolean clientWins = ruled.decision() instanceof Decision.ByRule byRule && byRule.outcome() == Outcome.CLIENT;
        return clientWins && permission.asItIs(ruled) != null ? plan : ruled;
    }

    private boolean mayRead(RecordKey key) {
        Synchronisable entity = rows.present(key);
        if (entity != null) {
            String scope = entity.getSync().getScope();
            return scope == null || rights.mayRead(scope);
        }
        Tombstone tombstone = rows.deleted(key);
        return tombstone == null || rights.mayRead(tombstone.scope());
    }
}
