package org.tidemark.rest;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.tidemark.protocol.Json;
import org.tidemark.sync.ReplicaRevoked;
import org.tidemark.sync.ScopeAdvanced;

/**
 * All open streams of this node. An open stream costs no thread. Made at start: Payara cannot make a singleton at the end of a
 * transaction, when the first event comes.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class EventStreams {

    /** All who hear of a change will ask for it: spread over so many milliseconds each, they do not come at once. */
    private static final long MILLIS_A_PULL = 1;

    /** So many may come at once; who works with a few others does not wait. */
    private static final long A_FEW = 8;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final Gathering gathering =
            new Gathering((work, millis) -> scheduler.schedule(work, millis, TimeUnit.MILLISECONDS), this::tell);

    public void add(EventStream stream) {
        open.add(stream);
        stream.beat();
    }

    public void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) ScopeAdvanced event) {
        gathering.add(event.scope(), event.version(), spread(event.scope()));
    }

    private long spread(String scope) {
        long followers = open.stream().filter(stream -> stream.follows(scope)).count();
        return Math.max(0, followers - A_FEW) * MILLIS_A_PULL;
    }

    private void tell(String scope, long version) {
        String data = Json.createObjectBuilder()
                .add("scope", scope)
                .add("version", version)
                .add("spread", spread(scope))
                .build()
                .toString();
        each(stream -> stream.follows(scope), stream -> stream.send("changed", data));
    }

    public void revoked(@Observes(during = TransactionPhase.AFTER_SUCCESS) ReplicaRevoked event) {
        each(stream -> stream.isOf(event.replica()), stream -> {
            stream.send("revoked", "{}");
            stream.close();
        });
    }

    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    void beat() {
        each(stream -> true, stream -> {
            if (stream.isOver()) {
                stream.close();
                open.remove(stream);
            } else {
                stream.beat();
            }
        });
    }

    /** Not on the thread that has just committed: its caller waits for an answer. */
    private void each(Predicate<EventStream> which, Consumer<EventStream> action) {
        if (open.stream().anyMatch(which)) {
            executor.execute(() -> open.stream().filter(which).forEach(action));
        }
    }
}
