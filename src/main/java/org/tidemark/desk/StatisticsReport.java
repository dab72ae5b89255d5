package org.tidemark.desk;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.desk.ConflictStatistics.Row;
import org.tidemark.json.Json;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.ConflictEntry.Status;

/** Counts conflicts in the ways that people ask for. Pure: rows in, JSON out. */
final class StatisticsReport {

    /** Lines of one table. */
    private static final int MOST_LINES = 100;

    private static final List<Duration> CLASSES = List.of(
            Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

    private record Field(String collection, String name) {}

    private record Pair(String one, String other) {}

    private final List<Row> all;
    private final ZoneId zone;

    /** Those that count: one that another took the place of is the same quarrel. */
    private final List<Row> met;

    StatisticsReport(List<Row> all, ZoneId zone) {
        this.all = all;
        this.zone = zone;
        this.met = all.stream().filter(row -> row.status() != Status.SUPERSEDED).toList();
    }

    JsonObject toJson(
            Instant since,
            Instant until,
            boolean isCut,
            Map<Object, Long> byCollection,
            Map<Object, Long> byUser,
            Map<Object, Long> byTime) {
        long changes = byCollection.values().stream().mapToLong(Long::longValue).sum();
        Map<Integer, Long> hours = new TreeMap<>();
        byTime.forEach((begin, count) -> hours.merge(hourOf((Instant) begin), count, Long::sum));
        var json = Json.createObjectBuilder()
                .add("since", since.truncatedTo(ChronoUnit.MICROS).toString())
                .add("until", until.truncatedTo(ChronoUnit.MICROS).toString())
                .add("cut", isCut);
        rate(json, met.size(), changes);
        return json.add(
                        "collections",
                        table(
                                met.stream().map(Row::collection),
                                (line, name) -> line.add("collection", name),
                                name -> byCollection.getOrDefault(name, 0L)))
                .add(
                        "fields",
                        table(
                                met.stream().flatMap(row -> row.fields().stream()
                                        .map(name -> new Field(row.collection(), name))),
                                (line, field) -> line.add("collection", field.collection())
                                        .add("field", field.name()),
                                field -> byCollection.getOrDefault(field.collection(), 0L)))
                .add(
                        "people",
                        table(
                                met.stream()
                                        .filter(row -> row.serverBy() != null)
                                        .map(StatisticsReport::pair),
                                (line, pair) -> line.add(
                                        "people",
                                        Json.createArrayBuilder()
                                                .add(pair.one())
                                                .add(pair.other())),
                                pair -> byUser.getOrDefault(pair.one(), 0L)
                                        + (pair.one().equals(pair.other())
                                                ? 0
                                                : byUser.getOrDefault(pair.other(), 0L))))
                .add("hours", hours(hours))
                .add("outcomes", outcomes())
                .add("decision", decision())
                .build();
    }

    private int hourOf(Instant instant) {
        return instant.atZone(zone).getHour();
    }

    private static Pair pair(Row row) {
        boolean inOrder = row.owner().compareTo(row.serverBy()) <= 0;
        return inOrder ? new Pair(row.owner(), row.serverBy()) : new Pair(row.serverBy(), row.owner());
    }

    /** The most frequent first. */
    private static <K> JsonArrayBuilder table(
            Stream<K> keys, BiConsumer<JsonObjectBuilder, K> names, Function<K, Long> changes) {
        var lines = Json.createArrayBuilder();
        keys.collect(Collectors.groupingBy(Function.identity(), Collectors.counting())).entrySet().stream()
                .sorted(Map.Entry.<K, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(entry -> entry.getKey().toString()))
                .limit(MOST_LINES)
                .forEach(entry -> {
                    var line = Json.createObjectBuilder();
                    names.accept(line, entry.getKey());
                    lines.add(rate(line, entry.getValue(), changes.apply(entry.getKey())));
                });
        return lines;
    }

    private JsonArrayBuilder hours(Map<Integer, Long> changes) {
        Map<Integer, Long> conflicts =
                met.stream().collect(Collectors.groupingBy(row -> hourOf(row.detectedAt()), Collectors.counting()));
        var lines = Json.createArrayBuilder();
        for (int hour = 0; hour < 24; hour++) {
            var line = Json.createObjectBuilder().add("hour", hour);
            lines.add(rate(line, conflicts.getOrDefault(hour, 0L), changes.getOrDefault(hour, 0L)));
        }
        return lines;
    }

    /** Without changes that were counted there is no rate. */
    private static JsonObjectBuilder rate(JsonObjectBuilder line, long conflicts, long changes) {
        line.add("conflicts", conflicts).add("changes", changes);
        return changes == 0
                ? line.add("perThousand", JsonValue.NULL)
                : line.add(
                        "perThousand",
                        BigDecimal.valueOf(conflicts * 1000)
                                .divide(BigDecimal.valueOf(changes), 2, RoundingMode.HALF_UP));
    }

    /** Open ones, those of which another took the place, and how the others ended: by a person, or by a rule. */
    private JsonArrayBuilder outcomes() {
        Map<String, long[]> counts = new LinkedHashMap<>();
        for (Row row : all) {
            String outcome = ConflictEntry.nameOf(row.outcome() == null ? row.status() : row.outcome());
            long[] count = counts.computeIfAbsent(outcome, name -> new long[2]);
            count[0]++;
            count[1] += isByRule(row) ? 1 : 0;
        }
        var lines = Json.createArrayBuilder();
        new TreeMap<>(counts)
                .forEach((outcome, count) -> lines.add(Json.createObjectBuilder()
                        .add("outcome", outcome)
                        .add("conflicts", count[0])
                        .add("byRule", count[1])));
        return lines;
    }

    private static boolean isByRule(Row row) {
        return "rule".equals(row.settledBy());
    }

    /** How long people took. */
    private JsonObjectBuilder decision() {
        long[] seconds = all.stream()
                .filter(row -> row.status() == Status.SETTLED && !isByRule(row))
                .mapToLong(row -> Math.max(
                        0, Duration.between(row.detectedAt(), row.settledAt()).toSeconds()))
                .sorted()
                .toArray();
        var json = Json.createObjectBuilder().add("decided", seconds.length);
        if (seconds.length > 0) {
            json.add("median", seconds[seconds.length / 2])
                    .add("ninetieth", seconds[(int) (seconds.length * 0.9)])
                    .add("longest", seconds[seconds.length - 1]);
        }
        var classes = Json.createArrayBuilder();
        int from = 0;
        for (Duration upTo : CLASSES) {
            int to = from;
            while (to < seconds.length && seconds[to] <= upTo.toSeconds()) {
                to++;
            }
            classes.add(
                    Json.createObjectBuilder().add("seconds", upTo.toSeconds()).add("conflicts", to - from));
            from = to;
        }
        classes.add(Json.createObjectBuilder().addNull("seconds").add("conflicts", seconds.length - from));
        return json.add("classes", classes);
    }
}
