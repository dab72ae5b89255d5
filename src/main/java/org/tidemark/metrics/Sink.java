package org.tidemark.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Where measurements go. Tags are names and values in turns. Threadsafe. */
interface Sink {

    void add(String name, String description, double amount, String... tags);

    void time(String name, String description, Duration took, String... tags);

    /** @param state asked when somebody looks; null while it is not known */
    void gauge(String name, String description, Supplier<Number> state, String... tags);

    /** All of it, for Prometheus; empty where nothing is kept. */
    Optional<String> text();
}
