package org.tidemark.bench.load;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Chooses the first of many twice as often as the second, three times as often as the third, and so on. Threadsafe. */
final class Zipf {

    private final double[] upTo;

    Zipf(int size) {
        upTo = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += 1.0 / (i + 1);
            upTo[i] = sum;
        }
    }

    int choose() {
        int found = Arrays.binarySearch(upTo, ThreadLocalRandom.current().nextDouble() * upTo[upTo.length - 1]);
        return Math.min(upTo.length - 1, found < 0 ? -found - 1 : found);
    }
}
