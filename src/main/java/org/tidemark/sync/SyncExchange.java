package org.tidemark.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Pull;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.protocol.SyncRequest;
import org.tidemark.spi.Caller;

/**
 * One round trip, from outside the transactions: push, then pull.
 *
 * <p>When the database or the estate's own code refuses a push, its changes are halved, in transactions of their own, until the culprit
 * stands alone; the others are applied. The result grows with each of them in the replica's row, so a crash between two halves loses
 * nothing. What was refused alone is tried once more at the end: perhaps it only needed another change of the same push.
 */
@ApplicationScoped
public class SyncExchange {

    private static final System.Logger LOG = System.getLogger(SyncExchange.class.getName());

    @Inject
    private SyncService service;

    @Inject
    private Registry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private Retry retry;

    @Inject
    private ScopeWatch watch;

    public SyncAnswer answer(Caller caller, SyncRequest request) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        UUID epoch = null;
        if ((request.push() == null) == (request.pull() == null)) {
            // Of both, the push may not be written if the pull will be refused; of neither, nothing else would ask.
            epoch = retry.call(() -> service.admit(caller, request.replica(), request.pull()));
        }
        PushResult pushed =
                request.push() == null ? null : new Pushing(caller, request.replica(), request.push()).run();
        PullResult pulled = null;
        if (request.pull() != null) {
            SyncService.Page page = page(caller, request, pushed);
            pulled = page.result();
            epoch = page.epoch();
        }
        log(request, pushed, pulled, Duration.between(now, Instant.now()));
        return new SyncAnswer(now, epoch != null ? epoch : epoch(), pushed, pulled);
    }

    private SyncService.Page page(Caller caller, SyncRequest request, PushResult pushed) {
        if (pushed == null && !isBehind(request.pull())) {
            var nothing = retry.call(() -> service.nothingNew(caller, request.replica(), request.pull()));
            if (nothing.isPresent()) {
                return nothing.get();
            }
        }
        return retry.call(() -> service.pull(caller, request.replica(), request.pull()));
    }

    /** Who asks after a hint is: it would be one query more to find that out. */
    private boolean isBehind(Pull pull) {
        return pull.cursor() != null
                && watch.isAhead(Cursor.parse(pull.cursor()).seen());
    }

    /** One record a sync, with what an operator asks for and never a value of a field. */
    private static void log(SyncRequest request, PushResult pushed, PullResult pulled, Duration took) {
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "sync replica=" + request.replica()
                        + (pushed == null ? "" : " " + pushed.summary())
                        + (pulled == null ? "" : " " + pulled.summary())
                        + " ms=" + took.toMillis());
    }

    /** See {@link SyncService#resolve}. */
    public Optional<PushResult> resolve(
            Caller caller, Resolution resolution, RecordKey record, long version, Change change) {
        try {
            return retry.call(() -> service.resolve(caller, resolution, record, version, change));
        } catch (RefusedException e) {
            return Optional.of(PushResult.of(0).plus(List.of(), List.of(), List.of(refused(record, e))));
        }
    }

    private Rejection refused(RecordKey record, RefusedException reason) {
        if (!reason.isForGood()) {
            throw reason;
        }
        return reason.rejection(record, registry.find(record.collection()).orElse(null));
    }

    /** The epoch of the database; made on its first use. */
    public UUID epoch() {
        return retry.call(service::epoch);
    }

    /** One push under way. */
    private final class Pushing {

        private final Caller caller;
        private final UUID replica;
        private final Push push;
        private final List<Refused> refused = new ArrayList<>();
        private final Set<String> rulesOff = new HashSet<>();

        private record Refused(List<Change> unit, RefusedException reason) {}

        Pushing(Caller caller, UUID replica, Push push) {
            this.caller = caller;
            this.replica = replica;
            this.push = push;
        }

        PushResult run() {
            try {
                return decide(Portion.of(push.changes()));
            } catch (RefusedException e) {
                if (!e.isForGood()) {
                    throw e;
                }
                List<List<Change>> units = Units.of(registry, push.changes());
                halve(units, e);
                return finish();
            }
        }

        private PushResult decide(Portion portion) {
            return asked(() -> service.push(caller, replica, push, portion.withoutRules(rulesOff)));
        }

        /** A rule that takes the transaction with it is not asked again for this push: what it would have decided is for a person. */
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

        private void halve(List<List<Change>> units, RefusedException reason) {
            if (units.isEmpty()) {
                return; // it was a resolution
            }
            if (units.size() == 1) {
                refused.add(new Refused(units.get(0), reason));
                return;
            }
            int middle = units.size() / 2;
            for (List<List<Change>> half : List.of(units.subList(0, middle), units.subList(middle, units.size()))) {
                try {
                    decide(portion(half));
                } catch (RefusedException e) {
                    halve(half, e);
                }
            }
        }

        private PushResult finish() {
            List<Rejection> rejections = new ArrayList<>();
            for (Refused one : refused) {
                try {
                    decideAlone(one.unit());
                } catch (RefusedException e) {
                    rejections.addAll(rejections(one.unit(), e));
                }
            }
            return last(Portion.refused(rejections)).first();
        }

        /** With the resolutions that came without a change. What does not let one of them pass leaves all of them open. */
        private PushResult last(Portion portion) {
            try {
                return decide(portion);
            } catch (EstateFailedException e) {
                return decide(portion.resolving(Portion.Resolving.NONE));
            }
        }

        /** What the database does not take of a rule is not blamed on who sent the change: a person decides. */
        private void decideAlone(List<Change> unit) {
            try {
                decide(portion(List.of(unit)));
            } catch (RefusedException e) {
                Set<String> ruled = unit.stream()
                        .map(change -> change.key().collection())
                        .filter(name -> registry.find(name).filter(rules::has).isPresent())
                        .collect(Collectors.toSet());
                if (ruled.isEmpty()) {
                    throw e;
                }
                Portion alone = portion(List.of(unit)).withoutRules(ruled);
                retry.call(() -> service.push(caller, replica, push, alone));
            }
        }

        private Portion portion(List<List<Change>> units) {
            return beginning(units.stream().flatMap(List::stream).toList());
        }

        /** A resolution that is to blame for itself blames no change. */
        private Portion beginning(List<Change> changes) {
            return Portion.of(changes).resolving(Portion.Resolving.WITH_CHANGE);
        }

        private List<Rejection> rejections(List<Change> unit, RefusedException reason) {
            Change culprit = culprit(unit);
            return unit.stream()
                    .map(change -> change == culprit ? refused(change.key(), reason) : Rejection.ofGroup(change.key()))
                    .toList();
        }

        /** The change with which the database begins to refuse, found by rehearsing ever longer beginnings of the unit. */
        private Change culprit(List<Change> unit) {
            int passes = 0;
            int fails = unit.size();
            while (fails - passes > 1) {
                int middle = (passes + fails) / 2;
                Portion beginning = beginning(unit.subList(0, middle));
                try {
                    asked(() -> service.rehearse(caller, replica, push, beginning.withoutRules(rulesOff)));
                    passes = middle;
                } catch (RefusedException e) {
                    fails = middle;
                }
            }
            return unit.get(fails - 1);
        }
    }
}
