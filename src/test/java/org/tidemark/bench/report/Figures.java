package org.tidemark.bench.report;

import java.util.Locale;

/** Figures as people read them: three digits that mean something. */
final class Figures {

    private Figures() {}

    static String text(double figure) {
        if (figure == 0 || figure >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", figure);
        }
        int decimals = figure >= 100 ? 0 : figure >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f", figure);
    }
}
