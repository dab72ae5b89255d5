package org.tidemark.rest.events;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.protocol.SyncRequest;
import org.tidemark.sync.Position;

/**
 * A request of a replica that is being answered: until then its streams bring no pages, and then they know where it
 * stands.
 */
public final class Asking implements AutoCloseable {

    private final Supplier<Collection<EventStream>> streams;
    private final Collection<EventStream> before;

    /** @param streams of the replica, as they are now */
    Asking(Supplier<Collection<EventStream>> streams) {
        this.streams = streams;
        this.before = List.copyOf(streams.get());
        before.forEach(stream -> stream.whereabouts().asks());
    }

    /** Tells the streams where the replica stands by this answer. */
    public void answered(SyncRequest request, SyncAnswer answer) {
        Collection<EventStream> now = streams.get();
        if (request.pull() == null || answer.pull() == null || now.isEmpty()) {
            return;
        }
        Position position = Position.behind(request.replica(), answer.pull()).orElse(null);
        for (EventStream stream : now) {
            if (stream.whereabouts().standsAt(request.pull().cursor(), position)) {
                stream.isRead();
            }
        }
    }

    @Override
    public void close() {
        before.forEach(stream -> stream.whereabouts().isAnswered());
    }
}
