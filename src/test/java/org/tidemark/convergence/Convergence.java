package org.tidemark.convergence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.tidemark.convergence.browser.BrowserDriver;
import org.tidemark.convergence.history.History;
import org.tidemark.convergence.history.Shrinker;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.model.ModelDriver;
import org.tidemark.convergence.real.ServerDriver;
import org.tidemark.convergence.real.Stage;

/**
 * The machine's command line: system properties {@code seed}, {@code steps}, {@code driver}, {@code break}; for real
 * servers also {@code database}, {@code server} and {@code nodes}.
 */
public final class Convergence {
    /** How often a failing history is played to make it smaller: on the model, and where a play takes seconds. */
    private static final int TRIES = 3000;

    private static final int SLOW_TRIES = 40;

    private Convergence() {}

    public static void main(String[] args) {
        String variant = property("break", "");
        if (variant.equals("list")) {
            Arrays.stream(Broken.values())
                    .forEach(broken -> System.out.println(broken.label() + ": " + broken.mistake()));
            return;
        }
        Broken broken = variant.isEmpty() ? null : Broken.named(variant);
        String name = property("driver", "model");
        if (broken != null && !name.equals("model")) {
            throw new IllegalArgumentException("a mistake can be built into the model only: leave out -Ddriver");
        }
        Stage stage = new Stage(
                Path.of(property("target", "target")),
                property("database", "postgresql"),
                property("server", "payara"),
                Integer.parseInt(property("nodes", "1")));
        Supplier<Driver> driver =
                switch (name) {
                    case "model" -> () -> new ModelDriver(broken);
                    case "server" -> () -> new ServerDriver(stage);
                    case "browser" -> () -> new BrowserDriver(stage);
                    default -> throw new IllegalArgumentException("no driver is called " + name);
                };
        String given = property("seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        long steps = Long.parseLong(property("steps", "100000"));
        System.out.println("seed " + seed + ", replay with -Dseed=" + seed + " -Dsteps=" + steps + " -Ddriver=" + name
                + (name.equals("model")
                        ? ""
                        : " -Ddatabase=" + stage.database() + " -Dserver=" + stage.server() + " -Dnodes="
                                + stage.nodes()));
        boolean model = name.equals("model");
        Campaign campaign = new Campaign(seed, steps, driver, !model);
        System.out.println(campaign.histories() + " histories, faults by kind: " + campaign.faults());
        if (!model) {
            System.out.println("seconds by kind of action: " + campaign.seconds());
        }
        List<Violation> violations =
                campaign.failing().isPresent() ? campaign.failed().violations() : List.of();
        if (!model && !violations.isEmpty()) {
            keep(seed, campaign);
        }
        campaign.failing()
                .ifPresent(history -> explain(history, campaign.failed(), driver, model ? TRIES : SLOW_TRIES));
        System.out.println(campaign.steps() + " steps, " + campaign.faults().total() + " faults, " + violations.size()
                + " violations");
        System.out.flush();
        // Whoever called us, Maven perhaps, should have nothing to add to the last line, not even at its own end.
        Runtime.getRuntime().halt(violations.isEmpty() ? 0 : 1);
    }

    /** Shows the failing history, and the least of it that still breaks the same promise. */
    private static void explain(History history, Play failed, Supplier<Driver> drivers, int tries) {
        failed.violations().forEach(System.out::println);
        Promise promise = failed.violations().get(0).promise();
        try (Driver driver = drivers.get()) {
            Shrinker shrinker = new Shrinker(
                    smaller -> new Play(smaller, driver)
                            .violations().stream().anyMatch(violation -> violation.promise() == promise),
                    tries);
            History smallest = shrinker.shrink(history);
            System.out.println("shrunk from " + history.actions().size() + " to "
                    + smallest.actions().size());
            System.out.println(smallest);
            new Play(smallest, driver, Boolean.getBoolean("trace") ? System.out : null)
                    .violations()
                    .forEach(System.out::println);
        }
    }

    /** Real servers and browsers never do exactly the same twice: what was seen is worth more than a replay. */
    private static void keep(long seed, Campaign campaign) {
        try {
            Path file = Path.of(property("target", "target"), "convergence", "trace-" + seed + ".txt");
            Files.writeString(file, campaign.trace());
            System.out.println("what was observed stands in " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String property(String name, String fallback) {
        String value = System.getProperty(name);
        return value == null || value.isBlank() ? fallback : value;
    }
}
