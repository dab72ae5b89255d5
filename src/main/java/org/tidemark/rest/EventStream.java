package org.tidemark.rest;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** One open stream. Its rights are those of its beginning, so it ends after a while and the client opens another. */
final class EventStream {

    private static final Duration LIFE = Duration.ofMinutes(10);

    private final SseEventSink sink;
    private final Sse sse;
    private final Set<String> scopes;
    private final UUID replica;
    private final Instant ends = Instant.now().plus(LIFE);

    EventStream(SseEventSink sink, Sse sse, Set<String> scopes, UUID replica) {
        this.sink = sink;
        this.sse = sse;
        this.scopes = scopes;
        this.replica = replica;
    }

    boolean follows(String scope) {
        return scopes.contains(scope);
    }

    boolean isOf(UUID other) {
        return other.equals(replica);
    }

    boolean isOver() {
        return sink.isClosed() || Instant.now().isAfter(ends);
    }

    void send(String name, String data) {
        send(sse.newEventBuilder().name(name).data(data).build());
    }

    /** A comment, so that nothing between here and the browser takes the stream for dead. */
    void beat() {
        send(sse.newEventBuilder().comment("still here").build());
    }

    /** A stream that cannot be written to has lost its client. */
    private void send(OutboundSseEvent event) {
        try {
            sink.send(event).exceptionally(lost -> {
                close();
                return null;
            });
        } catch (IllegalStateException closed) {
            close();
        }
    }

    void close() {
        try {
            sink.close();
        } catch (RuntimeException alreadyClosed) {
            // as wished
        }
    }
}
