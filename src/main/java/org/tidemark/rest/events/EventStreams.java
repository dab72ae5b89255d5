package org.tidemark.rest.events;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.tidemark.desk.ReplicaDirectory;
import org.tidemark.metrics.Meters;
import org.tidemark.sync.state.ReplicaRevoked;
import org.tidemark.sync.state.ScopeAdvanced;

/**
 * All open streams of this node. An open stream costs no thread. No EJB: with a data source that is capable of XA,
 * Payara cannot call one after a commit, when the events come. {@link EventTimer} is the EJB beside it. Threadsafe.
 */
@ApplicationScoped
public class EventStreams {

    private static final System.Logger LOG = System.getLogger(EventStreams.class.getName());

    /** All who hear of a change will ask for it: spread over so many milliseconds each, they do not come at once. */
    private static final long MILLIS_A_PULL = 1;

    /** So many may come at once; who works with a few others does not wait. */
    private static final long A_FEW = 8;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Seats seats = Seats.asConfigured();
    private final AtomicBoolean isLookingAtRights = new AtomicBoolean();

    /** Those that take pages. */
    private final Map<UUID, Set<EventStream>> byReplica = new ConcurrentHashMap<>();

    @Inject
    private ReplicaDirectory replicas;

    @Inject
    private LivePages pages;

    private volatile ManagedExecutorService executor;
    private volatile EventThrottle gathering;

    /** Before that nobody listens. */
    void start(ManagedExecutorService executor, ManagedScheduledExecutorService scheduler) {
        Meters.gauge("tidemark.streams", "Event streams that are open", open::size);
        this.executor = executor;
        pages.start(executor);
        gathering = new EventThrottle(
                (work, millis) -> scheduler.schedule(work, millis, TimeUnit.MILLISECONDS), this::tell);
    }

    /**
     * Opens a stream, or refuses it where there are too many.
     *
     * @param giveBack told when the stream has ended, with the request that it was written to
     */
    public void open(Follower follower, AsyncContext context, Runnable giveBack) throws IOException {
        seats.take(follower.user());
        EventStream stream;
        try {
            stream = new EventStream(follower, context, InstantSource.system(), ended -> {
                forget(ended);
                giveBack.run();
            });
        } catch (IOException | RuntimeException e) {
            seats.leave(follower.user());
            throw e;
        }
        // First, so that nothing is missed of what happens after the client has heard that it is open. What is open may
        // end at once, and then is to be found wherever it was added.
        if (follower.takesPages()) {
            byReplica.compute(follower.replica(), (replica, before) -> {
                Set<EventStream> streams = before == null ? ConcurrentHashMap.newKeySet() : before;
                streams.add(stream);
                return streams;
            });
        }
        open.add(stream);
        stream.begin(reunion());
    }

    boolean isAnyOpen() {
        return !open.isEmpty();
    }

    private void forget(EventStream stream) {
        if (open.remove(stream)) {
            seats.leave(stream.follower().user());
        }
        if (stream.follower().takesPages()) {
            byReplica.computeIfPresent(stream.follower().replica(), (replica, streams) -> {
                streams.remove(stream);
                return streams.isEmpty() ? null : streams;
            });
        }
    }

    /** A request of this replica is about to be answered. */
    public Asking asks(String user, UUID replica) {
        return new Asking(() -> byReplica.getOrDefault(replica, Set.of()).stream()
                .filter(stream -> stream.follower().user().equals(user))
                .toList());
    }

    public void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScopeAdvanced event) {
        if (gathering != null) {
            gathering.add(event.scope(), event.version(), () -> spread(event.scope()));
        }
    }

    private long spread(String scope) {
        return milliseconds(
                open.stream().filter(stream -> stream.follower().follows(scope)).count());
    }

    /** Over which all should come back, if they lose their streams together. */
    private long reunion() {
        return milliseconds(open.size());
    }

    private static long milliseconds(long followers) {
        return Math.max(0, followers - A_FEW) * MILLIS_A_PULL;
    }

    private void tell(String scope, long version) {
        long spread = spread(scope);
        each(stream -> stream.follower().follows(scope), stream -> {
            if (spread == 0 && stream.follower().takesPages()) {
                pages.tell(stream, scope, version);
            } else {
                stream.changed(scope, version, spread);
            }
        });
    }

    public void revoked(@Observes(during = TransactionPhase.AFTER_SUCCESS) ReplicaRevoked event) {
        ofUser(event.owner(), stream -> stream.revoked(event.replica()));
    }

    void beat() {
        long spread = reunion();
        open.forEach(stream -> stream.beat(spread));
        tellRevokedElsewhere();
    }

    private void tellRevokedElsewhere() {
        Set<UUID> followed = open.stream()
                .map(stream -> stream.follower().replica())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (followed.isEmpty()) {
            return;
        }
        try {
            replicas.revokedAmong(followed)
                    .forEach((replica, owner) -> ofUser(owner, stream -> stream.endFor(replica)));
        } catch (RuntimeException databaseIsAway) {
            LOG.log(System.Logger.Level.DEBUG, "who was revoked is asked again later", databaseIsAway);
        }
    }

    /** An id that was not known when a stream began may have become somebody else's by now: they do not hear of it. */
    private void ofUser(String user, Consumer<EventStream> action) {
        each(stream -> user.equals(stream.follower().user()), action);
    }

    /** Ends the streams whose callers may read something else by now. */
    void lookAtRights() {
        if (open.isEmpty() || !isLookingAtRights.compareAndSet(false, true)) {
            return;
        }
        try {
            open.stream().filter(EventStreams::readsSomethingElse).forEach(EventStream::end);
        } finally {
            isLookingAtRights.set(false);
        }
    }

    private static boolean readsSomethingElse(EventStream stream) {
        try {
            return !stream.follower().readsTheSame();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.DEBUG, "the policy is asked again later", failed);
            return false;
        }
    }

    void endAll() {
        open.forEach(EventStream::end);
    }

    /** Not on the thread that has just committed: its caller waits for an answer. */
    private void each(Predicate<EventStream> which, Consumer<EventStream> action) {
        if (open.stream().anyMatch(which)) {
            executor.execute(() -> open.stream().filter(which).forEach(action));
        }
    }
}
