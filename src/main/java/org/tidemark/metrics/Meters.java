package org.tidemark.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that is counted and timed, each with its name in one place: docs/operating.md lists them. Tags have few values,
 * and none that a caller chooses. Threadsafe.
 */
public final class Meters {

    private static final Sink SINK = sink();

    // What an alert asks for is there from the start: it could not tell nothing from none.
    static {
        List.of("applied", "merged", "conflict", "rejected").forEach(outcome -> changes(outcome, 0));
        List.of("invalid", "malformed", "forbidden", "constraint", "unknown-collection", "group", "limit")
                .forEach(reason -> rejected(reason, 0));
        List.of("transient", "missing-row", "unnumbered-writes").forEach(reason -> retried(reason, 0));
        List.of("in", "out").forEach(direction -> bytes(direction, 0));
        List.of(true, false).forEach(isRepeated -> pushes(isRepeated, 0));
    }

    private Meters() {}

    /** Micrometer is in the WAR; an application that takes Tidemark up may leave it out. */
    private static Sink sink() {
        try {
            return new MicrometerSink();
        } catch (LinkageError withoutMicrometer) {
            return new NoSink();
        }
    }

    /**
     * A round trip has ended.
     *
     * @param kind {@code push}, {@code pull}, {@code push-pull} or {@code admit}
     * @param outcome {@code answered}, {@code refused} by the protocol, or {@code failed}
     */
    public static void sync(String kind, String outcome, Duration took) {
        SINK.time("tidemark.sync", "Round trips, as the server sees them", took, "kind", kind, "outcome", outcome);
    }

    /** @param isRepeated their answer was given before */
    public static void pushes(boolean isRepeated, int count) {
        SINK.add("tidemark.pushes", "Pushes that were answered", count, "repeated", Boolean.toString(isRepeated));
    }

    /** @param outcome {@code applied}, {@code merged}, {@code conflict} or {@code rejected} */
    public static void changes(String outcome, long count) {
        SINK.add("tidemark.changes", "Changes that were decided, each once", count, "outcome", outcome);
    }

    /** @param reason that of the protocol */
    public static void rejected(String reason, long count) {
        SINK.add("tidemark.rejections", "Changes that were rejected", count, "reason", reason);
    }

    /** @param way {@code request}, or {@code stream} for a page that the server sent by itself */
    public static void page(String way, int upserted, int removed) {
        SINK.add("tidemark.pages", "Pages that were pulled", 1, "way", way);
        SINK.add("tidemark.records", "Records that pages brought", upserted, "what", "upserted");
        SINK.add("tidemark.records", "Records that pages brought", removed, "what", "removed");
    }

    /** @param direction {@code in} or {@code out} */
    public static void bytes(String direction, long count) {
        SINK.add("tidemark.bytes", "JSON of round trips, before it is packed", count, "direction", direction);
    }

    public static void clockWait(Duration waited) {
        SINK.time("tidemark.clock.wait", "Until a push held the clocks of its scopes", waited);
    }

    /** @param reason {@code transient}, {@code missing-row} or {@code unnumbered-writes} */
    public static void retried(String reason, int count) {
        SINK.add("tidemark.retries", "Transactions that were begun again", count, "reason", reason);
    }

    /** @param type the last part of the problem's type */
    public static void refused(String type) {
        SINK.add("tidemark.refusals", "Requests that were refused as a whole", 1, "type", type);
    }

    /**
     * Something that is asked when somebody looks.
     *
     * @param state null while it is not known
     * @param tags names and values in turns
     */
    public static void gauge(String name, String description, Supplier<Number> state, String... tags) {
        SINK.gauge(name, description, state, tags);
    }

    /** All of it, in the text format of Prometheus; empty without Micrometer. */
    public static Optional<String> text() {
        return SINK.text();
    }
}
