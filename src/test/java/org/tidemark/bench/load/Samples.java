package org.tidemark.bench.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, again and again. Not threadsafe. */
public final class Samples {

    private final List<Double> values = new ArrayList<>();

    public void add(double value) {
        values.add(value);
    }

    Samples copy() {
        Samples copy = new Samples();
        copy.values.addAll(values);
        return copy;
    }

    public int size() {
        return values.size();
    }

    public double median() {
        return at(0.5);
    }

    public double max() {
        return at(1);
    }

    /** The value below which this part of all lies, between two neighbours where it falls between them. */
    public double at(double part) {
        if (values.isEmpty()) {
            throw new IllegalStateException("nothing was measured");
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        double position = part * (sorted.size() - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }

    /** How far apart the middle half lies, as a part of the median. */
    public double spread() {
        return (at(0.75) - at(0.25)) / median();
    }
}
