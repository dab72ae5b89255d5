package org.tidemark.bench.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tidemark.bench.report.Progress;

/**
 * Measures several things in turns: one run of each, then again one of each, so that a machine that is slow for a while
 * is slow for all of them. What is measured first changes from turn to turn.
 */
public final class Turns {

    /** Does the thing once and says what came of it, in the unit of the row. */
    public interface Run {
        double measure() throws Exception;
    }

    private final Progress progress;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Map<String, Integer> most = new LinkedHashMap<>();
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    public Turns(Progress progress) {
        this.progress = progress;
    }

    public Turns add(String name, Run run) {
        return add(name, Integer.MAX_VALUE, run);
    }

    /** @param atMost turns that it takes part in, for what takes long */
    public Turns add(String name, int atMost, Run run) {
        runs.put(name, run);
        most.put(name, atMost);
        samples.put(name, new Samples());
        return this;
    }

    /** The samples of each. */
    public Map<String, Samples> take(int warmUps, int turns) throws Exception {
        for (int turn = -warmUps; turn < turns; turn++) {
            String[] names = runs.keySet().toArray(String[]::new);
            for (int i = 0; i < names.length; i++) {
                String name = names[Math.floorMod(i + turn, names.length)];
                if (turn >= most.get(name) || (turn < 0 && most.get(name) == 1)) {
                    continue;
                }
                double value = runs.get(name).measure();
                if (turn >= 0) {
                    samples.get(name).add(value);
                }
                progress.say("%-9s %-10s %,.2f", turn < 0 ? "warm-up" : (turn + 1) + " of " + turns, name, value);
            }
        }
        return samples;
    }
}
