package org.tidemark.bench.report;

import java.util.Locale;
import org.tidemark.bench.row.Row;

/** Says what is going on, so that nobody takes a long run for a dead one. */
public final class Progress {

    private final long start;
    private final String about;

    private Progress(long start, String about) {
        this.start = start;
        this.about = about;
    }

    public static Progress start() {
        return new Progress(System.nanoTime(), "");
    }

    public Progress about(Row row) {
        return new Progress(start, "row " + row.number() + "  ");
    }

    public void say(String text, Object... values) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.printf(
                Locale.ROOT,
                "%2d:%02d  %s%s%n",
                seconds / 60,
                seconds % 60,
                about,
                String.format(Locale.ROOT, text, values));
    }
}
