package org.tidemark.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Micrometer's global registry: an application that adds a registry of its own there gets the meters too. A meter is
 * looked up by its name and tags each time; Micrometer makes it once.
 */
final class MicrometerSink implements Sink {

    /** The buckets of all timers: from an empty pull to what somebody gives up waiting for. */
    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MicrometerSink() {
        Metrics.addRegistry(prometheus);
    }

    @Override
    public void add(String name, String description, double amount, String... tags) {
        Counter.builder(name)
                .description(description)
                .tags(tags)
                .register(Metrics.globalRegistry)
                .increment(amount);
    }

    @Override
    public void time(String name, String description, Duration took, String... tags) {
        Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .tags(tags)
                .register(Metrics.globalRegistry)
                .record(took);
    }

    @Override
    public void gauge(String name, String description, Supplier<Number> state, String... tags) {
        Gauge.builder(name, state)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(Metrics.globalRegistry);
    }

    @Override
    public Optional<String> text() {
        return Optional.of(prometheus.scrape());
    }
}
