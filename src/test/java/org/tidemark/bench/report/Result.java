package org.tidemark.bench.report;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.tidemark.bench.load.Samples;

/**
 * One figure of a row, with what it is compared with.
 *
 * @param row number in the table
 * @param name of the figure
 * @param value the median, or a mean
 * @param unit of value, peers and limit
 * @param rises whether more is better, as with records per second; less is, as with milliseconds, otherwise
 * @param peers the same figure of others, by name
 * @param limit the same figure of the least that has to be done; empty where there is none
 * @param reach what the figure is to come to, in words
 * @param reached whether it does; null where that is not asked
 * @param runs how often it was measured
 * @param spread the distance between the quartiles, or the width of the mean's interval, as a part of the value
 */
public record Result(
        int row,
        String name,
        double value,
        String unit,
        boolean rises,
        Map<String, Double> peers,
        OptionalDouble limit,
        String reach,
        Boolean reached,
        int runs,
        double spread) {

    public static Result of(int row, String name, Samples ours, String unit, boolean rises) {
        return new Result(
                row,
                name,
                ours.median(),
                unit,
                rises,
                Map.of(),
                OptionalDouble.empty(),
                "",
                null,
                ours.size(),
                ours.spread());
    }

    public static Result of(int row, String name, double value, String unit) {
        return new Result(row, name, value, unit, false, Map.of(), OptionalDouble.empty(), "", null, 1, 0);
    }

    /**
     * A mean that somebody else has computed.
     *
     * @param error how far the mean may be off, to either side, in the same unit
     */
    public static Result mean(int row, String name, double mean, double error, int runs, String unit) {
        return new Result(
                row, name, mean, unit, false, Map.of(), OptionalDouble.empty(), "", null, runs, 2 * error / mean);
    }

    public Result against(String peer, double figure) {
        Map<String, Double> all = new LinkedHashMap<>(peers);
        all.put(peer, figure);
        return new Result(row, name, value, unit, rises, all, limit, reach, reached, runs, spread);
    }

    public Result limit(double figure) {
        return new Result(
                row, name, value, unit, rises, peers, OptionalDouble.of(figure), reach, reached, runs, spread);
    }

    public Result reach(String words, boolean isReached) {
        return new Result(row, name, value, unit, rises, peers, limit, words, isReached, runs, spread);
    }

    /** How many times better than a peer, whichever way better lies. */
    public double ratioToPeer(String peer) {
        return rises ? value / peers.get(peer) : peers.get(peer) / value;
    }

    /** The part of the limit that is reached, or the multiple of it that is taken. */
    public double ratioToLimit() {
        return limit.isPresent() ? value / limit.getAsDouble() : Double.NaN;
    }

    JsonObject toJson() {
        JsonObjectBuilder figures = Json.createObjectBuilder();
        JsonObjectBuilder ratios = Json.createObjectBuilder();
        peers.forEach((peer, figure) -> {
            figures.add(peer, rounded(figure));
            ratios.add(peer, rounded(ratioToPeer(peer)));
        });
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("row", row)
                .add("name", name)
                .add("value", rounded(value))
                .add("unit", unit)
                .add("peers", figures);
        if (limit.isPresent()) {
            json.add("limit", rounded(limit.getAsDouble()));
        } else {
            json.addNull("limit");
        }
        json.add("ratioToPeer", ratios);
        if (limit.isPresent()) {
            json.add("ratioToLimit", rounded(ratioToLimit()));
        } else {
            json.addNull("ratioToLimit");
        }
        return json.add("runs", runs).add("spread", rounded(spread)).build();
    }

    private static BigDecimal rounded(double figure) {
        BigDecimal exact = BigDecimal.valueOf(figure).round(new MathContext(4));
        return exact.scale() < 0
                ? exact.setScale(0)
                : exact.stripTrailingZeros().scale() < 0 ? exact.setScale(0) : exact;
    }
}
