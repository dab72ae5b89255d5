package org.tidemark.rest.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.tidemark.sync.LivePull;
import org.tidemark.sync.Position;

/**
 * Sends the page of a pull down the stream, where the replica's position is known: it need not ask. Whatever stands in
 * the way, a hint does. See ADR 45. Threadsafe.
 */
@ApplicationScoped
public class LivePages {

    private static final System.Logger LOG = System.getLogger(LivePages.class.getName());

    /** Each has a connection to the database. */
    private static final int AT_ONCE = 4;

    private static final int WAITING = 64;

    @Inject
    private LivePull pull;

    private volatile Executor threads;

    void start(Executor executor) {
        threads = new FewThreads(executor, AT_ONCE, WAITING);
    }

    /** Tells a follower of the scope: by a page, or by a hint. */
    void tell(EventStream stream, String scope, long version) {
        switch (stream.whereabouts().wayOf(scope, version)) {
            case HINT -> hint(stream, scope, version);
            case READ -> read(stream);
            case WAIT -> {
                // who reads will read on
            }
        }
    }

    private void read(EventStream stream) {
        try {
            threads.execute(() -> readNow(stream));
        } catch (RejectedExecutionException tooMany) {
            giveUp(stream);
        }
    }

    private void readNow(EventStream stream) {
        boolean isSent = false;
        try {
            isSent = isSent(stream);
        } finally {
            if (!isSent) {
                giveUp(stream);
            }
        }
        if (isSent && stream.whereabouts().hasMore()) {
            // Behind the others that wait.
            read(stream);
        }
    }

    private boolean isSent(EventStream stream) {
        Whereabouts at = stream.whereabouts();
        try {
            Position from = at.from().orElse(null);
            return from != null
                    && pull.read(stream.follower().caller(), from)
                            .filter(brought -> at.isSent(from, brought, stream::page))
                            .isPresent();
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.DEBUG, "a replica is told to ask", failed);
            return false;
        }
    }

    private static void giveUp(EventStream stream) {
        stream.whereabouts().giveUp().forEach((scope, version) -> hint(stream, scope, version));
    }

    private static void hint(EventStream stream, String scope, long version) {
        stream.changed(scope, version, 0);
    }
}
