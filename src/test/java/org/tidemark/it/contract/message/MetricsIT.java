package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Disputed;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/** {@code GET /api/metrics} counts what happens, and everything that the dashboard and the alerts ask for is there. */
@ContractTest
class MetricsIT {

    private static final Pattern SAMPLE = Pattern.compile("^(tidemark\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("tidemark_[a-z_]+");

    @Test
    void only_who_is_to_read_them_reads_them() {
        assertEquals(200, User.CAROL.get("/api/metrics").status());
        User.ALICE.get("/api/metrics").problem(403);
        User.NOBODY.get("/api/metrics").problem(401);
    }

    @Test
    void a_conflict_a_repetition_and_a_rejection_are_counted() {
        Map<String, Double> before = metrics();
        Disputed disputed = Disputed.modifiedModified(User.ALICE);
        Replica replica = disputed.alice();
        var push = replica.message(changes().add(Sample.company("emea")).push(replica.nextNumber()));
        replica.send(push).ok();
        replica.send(push).ok();
        Row elsewhere = Sample.company("apac");
        Replica.of(User.ALICE).push(changes().add(elsewhere));

        Map<String, Double> after = metrics();
        assertRose(before, after, "tidemark_changes_total{outcome=\"conflict\"}", 1);
        assertRose(before, after, "tidemark_changes_total{outcome=\"applied\"}", 3);
        assertRose(before, after, "tidemark_changes_total{outcome=\"rejected\"}", 1);
        assertRose(before, after, "tidemark_rejections_total{reason=\"forbidden\"}", 1);
        assertRose(before, after, "tidemark_pushes_total{repeated=\"true\"}", 1);
        assertRose(before, after, "tidemark_clock_wait_seconds_count", 4);
        assertTrue(after.containsKey("tidemark_conflicts_open"), after::toString);
    }

    @Test
    void what_the_dashboard_and_the_alerts_ask_for_is_there() throws IOException {
        Replica.of(User.ALICE).pull();
        User.ALICE.post("/api/sync", "{}").problem(400);
        Replica.of(User.ALICE).push(changes().add(Sample.company("emea")));
        Set<String> there = new TreeSet<>();
        metrics().keySet().forEach(sample -> there.add(sample.replaceAll("\\{.*", "")));

        for (String name : asked()) {
            assertTrue(there.contains(name), name + " is not among " + there);
        }
        assertFalse(asked().isEmpty());
    }

    private static Set<String> asked() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/operations"))) {
            for (Path file : files.toList()) {
                NAME.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group()));
            }
        }
        return names;
    }

    private static void assertRose(Map<String, Double> before, Map<String, Double> after, String sample, double by) {
        // Others may count at the same time: a replica that follows, a job.
        assertTrue(
                value(after, sample) - value(before, sample) >= by,
                () -> sample + " rose from " + value(before, sample) + " to " + value(after, sample));
    }

    private static double value(Map<String, Double> metrics, String sample) {
        return metrics.getOrDefault(sample, 0.0);
    }

    private static Map<String, Double> metrics() {
        Answer answer = User.CAROL.get("/api/metrics");
        assertEquals(200, answer.status(), answer::text);
        assertTrue(answer.header("Content-Type").startsWith("text/plain"), answer.header("Content-Type"));
        Map<String, Double> metrics = new HashMap<>();
        SAMPLE.matcher(answer.text())
                .results()
                .forEach(sample -> metrics.put(sample.group(1), Double.valueOf(sample.group(2))));
        return metrics;
    }
}
