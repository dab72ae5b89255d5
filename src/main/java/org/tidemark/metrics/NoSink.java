package org.tidemark.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** An application without Micrometer. */
final class NoSink implements Sink {

    @Override
    public void add(String name, String description, double amount, String... tags) {
        // nobody would hear of it
    }

    @Override
    public void time(String name, String description, Duration took, String... tags) {
        // nobody would hear of it
    }

    @Override
    public void gauge(String name, String description, Supplier<Number> state, String... tags) {
        // nobody would ask for it
    }

    @Override
    public Optional<String> text() {
        return Optional.empty();
    }
}
