package org.tidemark.bench;

/** How much of everything: as the table says, or less for a look at the benchmark itself ({@code -Dbench.size=0.01}). */
record Sizes(double part) {

    static Sizes asTold() {
        return new Sizes(Double.parseDouble(System.getProperty("bench.size", "1")));
    }

    int of(int full) {
        return (int) Math.max(1, Math.round(full * part));
    }

    boolean isFull() {
        return part == 1;
    }
}
