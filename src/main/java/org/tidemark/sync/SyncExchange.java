package org.tidemark.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Pull;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Resolution;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.protocol.SyncRequest;
import org.tidemark.spi.Caller;
import org.tidemark.sync.clock.KnownVersions;
import org.tidemark.sync.pull.CursorSeals;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.push.ConflictQuota;
import org.tidemark.sync.retry.RefusedException;
import org.tidemark.sync.retry.Retry;
import org.tidemark.sync.retry.UnreadableException;

/**
 * One round trip, from outside the transactions: push, then pull.
 */
@ApplicationScoped
public class SyncExchange {

    private static final TroubleLog TROUBLE = new TroubleLog(SyncExchange.class);

    @Inject
    private SyncService service;

    @Inject
    private ServerFacts server;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private PushInParts parts;

    @Inject
    private Retry retry;

    @Inject
    private KnownVersions versions;

    @Inject
    private KnownTables tables;

    @Inject
    private RecordCheck check;

    @Inject
    private RecentRejections rejections;

    /**
     * @param allowance how much of the memory the answer may hold: a page ends where it does, what cannot end is
     * refused
     */
    public SyncAnswer answer(Caller caller, SyncRequest request, Allowance allowance) {
        var trip = new RoundTrip(request);
        try {
            SyncAnswer answer = exchange(caller, request, allowance);
            trip.answered(answer);
            return answer;
        } catch (Refusal refusal) {
            trip.refused(refusal);
            throw refusal;
        } catch (RuntimeException defect) {
            trip.failed();
            throw defect;
        }
    }

    private SyncAnswer exchange(Caller caller, SyncRequest request, Allowance allowance) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        UUID epoch = null;
        PushResult pushed = null;
        if (request.push() != null) {
            Pushed push = push(caller, request, allowance);
            pushed = push.result();
            // At once: if the page fails, the push is sent again, and is a repeated one.
            rejections.note(caller.user(), request.replica(), pushed);
            epoch = push.epoch();
        } else if (request.pull() == null) {
            epoch = retry.call(() -> service.admit(caller, request.replica()));
        }
        PullResult pulled = null;
        if (request.pull() != null) {
            Page page = pushed == null
                    ? page(caller, request, null, allowance)
                    : pageAfterPush(caller, request, pushed, allowance);
            pulled = page == null ? null : page.result();
            epoch = page == null ? epoch : page.epoch();
        }
        return new SyncAnswer(now, epoch, pushed, pulled);
    }

    private Pushed push(Caller caller, SyncRequest request, Allowance allowance) {
        tables.ensure();
        weigh(request.push(), allowance);
        return parts.apply(caller, request.replica(), request.push(), request.pull());
    }

    /** What the conflicts hold that the push resolves: a few bytes name one of megabytes. */
    private void weigh(Push push, Allowance allowance) {
        if (push.resolutions().isEmpty()) {
            return;
        }
        List<UUID> ids = push.resolutions().stream().map(Resolution::conflict).toList();
        long size = retry.call(() -> server.sizeOfConflicts(ids));
        if (size > ConflictQuota.LARGEST && ids.size() > 1) {
            throw Refusal.tooLarge(
                    ConflictQuota.LARGEST, "the conflicts that one push resolves are too large together");
        }
        allowance.take(Weight.ofConflicts(size));
    }

    /**
     * Null if there is none to be had: what was decided is answered, and who asks again for the page alone hears why.
     */
    private Page pageAfterPush(Caller caller, SyncRequest request, PushResult pushed, Allowance allowance) {
        try {
            return page(caller, request, pushed, allowance);
        } catch (Refusal refusal) {
            throw refusal;
        } catch (RuntimeException defect) {
            TROUBLE.error("the pull that came with push " + pushed.number() + " failed", defect);
            return null;
        }
    }

    private Page page(Caller caller, SyncRequest request, PushResult pushed, Allowance allowance) {
        if (pushed == null && !isBehind(request.pull())) {
            var nothing = retry.call(() -> service.nothingNew(caller, request.replica(), request.pull()));
            if (nothing.isPresent()) {
                return nothing.get();
            }
        }
        try {
            return retry.call(() -> service.pull(caller, request.replica(), request.pull(), allowance));
        } catch (UnreadableException e) {
            Page page = retry.call(() -> readable(caller, request, allowance));
            retry.call(() -> {
                service.note(caller, request.replica(), page);
                return true;
            });
            return page;
        }
    }

    private Page readable(Caller caller, SyncRequest request, Allowance allowance) {
        return position(request.pull()).filter(PullPass::isLate).isPresent()
                ? service.pullReadableAtRest(caller, request.replica(), request.pull(), allowance)
                : service.pullReadable(caller, request.replica(), request.pull(), allowance);
    }

    /** Who asks after a hint is: it would be one query more to find that out. */
    private boolean isBehind(Pull pull) {
        return pull.cursor() != null
                && position(pull).map(cursor -> versions.isAhead(cursor.seen())).orElse(true);
    }

    /** What the cursor says. Empty if it says nothing: the pull tells what becomes of it. */
    private static Optional<PullCursor> position(Pull pull) {
        if (pull.cursor() == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(PullCursor.parse(CursorSeals.cursor(pull.cursor())));
        } catch (Refusal notOurs) {
            return Optional.empty();
        }
    }

    /** See {@link SyncService#resolve}. */
    public Optional<PushResult> resolve(
            Caller caller, Resolution resolution, RecordKey record, long version, Change change) {
        tables.ensure();
        try {
            return retry.call(() -> service.resolve(caller, resolution, record, version, change));
        } catch (RefusedException e) {
            return Optional.of(
                    PushResult.of(0).plus(List.of(), List.of(), List.of(refused(record, check.explained(e)))));
        }
    }

    private Rejection refused(RecordKey record, RefusedException reason) {
        if (!reason.isForGood()) {
            throw reason;
        }
        return reason.rejection(record, registry.find(record.collection()).orElse(null));
    }

    /** What this server synchronises, as it is for the caller. */
    public List<JsonObject> collections(Caller caller) {
        tables.ensure();
        return server.collections(caller);
    }

    /** The scopes that the caller may write, if they are told. */
    public Optional<Set<String>> writableScopes(Caller caller) {
        return server.writableScopes(caller);
    }

    /** The epoch of the database; made on its first use. */
    public UUID epoch() {
        return retry.call(server::epoch);
    }
}
