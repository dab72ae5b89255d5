package org.tidemark.sync;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Pull;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.Rejection;
import org.tidemark.spi.Caller;
import org.tidemark.sync.push.ChangeGroups;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.push.PushPart;
import org.tidemark.sync.retry.ApplicationFailedException;
import org.tidemark.sync.retry.ForeseenException;
import org.tidemark.sync.retry.RefusedException;
import org.tidemark.sync.retry.Retry;
import org.tidemark.sync.retry.RuleFailedException;

/**
 * Applies a push: whole, or without what cannot be applied.
 *
 * <ol>
 * <li>Everything in one transaction. Nearly always that is all.
 * <li>What is foreseen to break a constraint is set aside, and the rest applied without it. When the database or the
 *     application's own code refuses what nobody foresaw, the changes are halved, in transactions of their own, until
 *     the culprit stands alone and is set aside. What refers to a new record that is set aside is set aside too.
 * <li>What was set aside is tried again, as long as at least one more of it is applied: perhaps it only needed another
 *     change of the push.
 * <li>What remains is rejected.
 * </ol>
 *
 * The result grows with each part in the replica's row, so a crash between two parts loses nothing, and a push that is
 * sent again goes on from there.
 */
@Dependent
public class PushInParts {

    private static final System.Logger LOG = System.getLogger(PushInParts.class.getName());

    @Inject
    private SyncService service;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private KnownTables tables;

    @Inject
    private RecordCheck check;

    @Inject
    private Retry retry;

    /** @param pull that will follow, or null: nothing is written if it would be refused */
    Pushed apply(Caller caller, UUID replica, Push push, Pull pull) {
        return new Pushing(caller, replica, push, pull).run();
    }

    /** One push under way. */
    private final class Pushing {

        private final Caller caller;
        private final UUID replica;
        private final Push push;
        private final Pull pull;
        private final SetAside aside = new SetAside(registry);
        private final Set<String> rulesOff = new HashSet<>();

        Pushing(Caller caller, UUID replica, Push push, Pull pull) {
            this.caller = caller;
            this.replica = replica;
            this.push = push;
            this.pull = pull;
        }

        Pushed run() {
            try {
                return decide(PushPart.of(push.changes()));
            } catch (RefusedException e) {
                if (!e.isForGood()) {
                    throw e;
                }
                takeApart(ChangeGroups.of(registry, push.changes()), e);
            }
            boolean more = true;
            while (more && aside.size() > 0) {
                int before = aside.size();
                tryAgain();
                more = aside.size() < before;
            }
            return finish();
        }

        private Pushed decide(PushPart portion) {
            return asked(() -> service.push(caller, replica, push, portion.withoutRules(rulesOff), pull));
        }

        /**
         * A rule that takes the transaction with it is not asked again for this push: what it would have decided is for
         * a person.
         */
        private <T> T asked(Supplier<T> work) {
            while (true) {
                try {
                    return retry.call(work);
                } catch (RuleFailedException e) {
                    if (!rulesOff.add(e.collection())) {
                        throw e;
                    }
                }
            }
        }

        private void applyAll(List<List<Change>> units) {
            List<List<Change>> ready = new ArrayList<>();
            for (List<Change> unit : units) {
                RefusedException missing = aside.missingParent(unit);
                if (missing == null) {
                    ready.add(unit);
                } else {
                    aside.add(unit, missing);
                }
            }
            if (ready.isEmpty()) {
                return;
            }
            try {
                decide(portion(ready));
            } catch (RefusedException e) {
                if (!e.isForGood()) {
                    throw e;
                }
                takeApart(ready, e);
            }
        }

        private void takeApart(List<List<Change>> units, RefusedException reason) {
            if (units.isEmpty()) {
                return; // it was a resolution
            }
            if (reason instanceof ForeseenException foreseen) {
                List<List<Change>> rest = new ArrayList<>();
                for (List<Change> unit : units) {
                    if (unit.stream().map(Change::key).anyMatch(foreseen.records()::contains)) {
                        aside.add(unit, foreseen);
                    } else {
                        rest.add(unit);
                    }
                }
                applyAll(rest);
                return;
            }
            tables.doubt();
            if (units.size() == 1) {
                aside.add(units.get(0), reason);
                return;
            }
            int middle = units.size() / 2;
            applyAll(units.subList(0, middle));
            applyAll(units.subList(middle, units.size()));
        }

        /** What was foreseen, together; what the database has refused, each alone, since it knows why and we do not. */
        private void tryAgain() {
            List<List<Change>> together = new ArrayList<>();
            List<List<Change>> alone = new ArrayList<>();
            aside.takeAll().forEach(unit -> (unit.isForeseen() ? together : alone).add(unit.changes()));
            alone.forEach(unit -> applyAll(List.of(unit)));
            applyAll(together);
        }

        private Pushed finish() {
            List<Rejection> rejections = new ArrayList<>();
            for (SetAside.Unit one : aside.takeAll()) {
                if (!decideUnforeseen(one) && !decideWithoutRules(one.changes())) {
                    rejections.addAll(rejections(one.changes(), check.explained(one.reason())));
                }
            }
            if (!rejections.isEmpty()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "push {0} of replica {1}: {2} of {3} changes rejected, since a constraint or the application"
                                + " does not let them pass",
                        Long.toString(push.number()),
                        replica,
                        Integer.toString(rejections.size()),
                        Integer.toString(push.changes().size()));
            }
            return last(PushPart.refused(rejections)).first();
        }

        /**
         * With the resolutions that came without a change. What does not let one of them pass leaves all of them open.
         */
        private Pushed last(PushPart portion) {
            try {
                return decide(portion);
            } catch (ApplicationFailedException e) {
                return decide(portion.resolving(PushPart.Resolving.NONE));
            }
        }

        /** A callback of the application may make another value of the one that was foreseen to be taken. */
        private boolean decideUnforeseen(SetAside.Unit one) {
            boolean isCertain = one.changes().stream()
                    .map(change -> registry.find(change.key().collection()))
                    .flatMap(Optional::stream)
                    .allMatch(SyncCollection::isWrittenAsDecided);
            if (isCertain || !one.isForeseen()) {
                return false;
            }
            try {
                decide(portion(List.of(one.changes())).unforeseen());
                return true;
            } catch (RefusedException e) {
                return false;
            }
        }

        /** What the database does not take of a rule is not blamed on who sent the change: a person decides. */
        private boolean decideWithoutRules(List<Change> unit) {
            Set<String> ruled = unit.stream()
                    .map(change -> change.key().collection())
                    .filter(name -> registry.find(name).filter(rules::has).isPresent())
                    .collect(Collectors.toSet());
            if (ruled.isEmpty()) {
                return false;
            }
            try {
                PushPart alone = portion(List.of(unit)).withoutRules(ruled);
                retry.call(() -> service.push(caller, replica, push, alone, pull));
                return true;
            } catch (RefusedException e) {
                return false;
            }
        }

        private PushPart portion(List<List<Change>> units) {
            return beginning(units.stream().flatMap(List::stream).toList());
        }

        /** A resolution that is to blame for itself blames no change. */
        private PushPart beginning(List<Change> changes) {
            return PushPart.of(changes).resolving(PushPart.Resolving.WITH_CHANGE);
        }

        private List<Rejection> rejections(List<Change> unit, RefusedException reason) {
            if (reason instanceof ForeseenException) {
                return unit.stream()
                        .map(change -> reason.rejection(change.key(), null))
                        .toList();
            }
            Change culprit = culprit(unit);
            return unit.stream()
                    .map(change -> change == culprit
                            ? reason.rejection(
                                    change.key(),
                                    registry.find(change.key().collection()).orElse(null))
                            : Rejection.ofGroup(change.key()))
                    .toList();
        }

        /**
         * The change with which the database begins to refuse, found by rehearsing ever longer beginnings of the unit.
         */
        private Change culprit(List<Change> unit) {
            int passes = 0;
            int fails = unit.size();
            while (fails - passes > 1) {
                int middle = (passes + fails) / 2;
                PushPart beginning = beginning(unit.subList(0, middle));
                try {
                    asked(() -> service.rehearse(caller, replica, push, beginning.withoutRules(rulesOff)));
                    passes = middle;
                } catch (ForeseenException e) {
                    passes = middle; // it waits for a value that a later one gives away: that is not why the unit fails
                } catch (RefusedException e) {
                    fails = middle;
                }
            }
            return unit.get(fails - 1);
        }
    }
}
