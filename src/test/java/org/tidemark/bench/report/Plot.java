package org.tidemark.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A result as bars: ours, the peers', the limit. SVG by hand, since it is a few rectangles; readable on a light and on
 * a dark page.
 */
final class Plot {

    private static final int WIDTH = 640;
    private static final int LABELS = 110;
    private static final int FIGURES = 130;
    private static final int BAR = 22;
    private static final int STEP = 32;
    private static final int TOP = 44;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1b2b30 }
              .title { font-weight: 600; font-size: 15px }
              .ours { fill: #0f7c8a } .peer { fill: #b4bfc2 } .limit { fill: none; stroke: #7d8b8f; stroke-dasharray: 4 3 }
              .spread { stroke: #06343b; stroke-width: 2 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6eef0 } .ours { fill: #36b3c2 } .peer { fill: #56666b } .spread { stroke: #d8f4f8 }
              }
            </style>
            """;

    private record Bar(String label, String kind, double figure) {}

    private Plot() {}

    static String of(Result result) {
        List<Bar> bars = new ArrayList<>();
        bars.add(new Bar("tidemark", "ours", result.value()));
        result.peers().forEach((peer, figure) -> bars.add(new Bar(peer, "peer", figure)));
        result.limit().ifPresent(limit -> bars.add(new Bar("limit", "limit", limit)));
        double longest = bars.stream().mapToDouble(Bar::figure).max().orElse(1);
        int height = TOP + bars.size() * STEP + 6;
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH, height, escaped(result.name())));
        svg.append(STYLE);
        svg.append(format(
                "<text class=\"title\" x=\"0\" y=\"16\">%s</text>%n", escaped(result.name() + ", " + result.unit())));
        svg.append(format("<text x=\"0\" y=\"34\">%s is better</text>%n", result.rises() ? "longer" : "shorter"));
        for (int i = 0; i < bars.size(); i++) {
            append(svg, bars.get(i), TOP + i * STEP, longest, i == 0 ? result.spread() : 0);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void append(StringBuilder svg, Bar bar, int y, double longest, double spread) {
        double scale = (WIDTH - LABELS - FIGURES) / longest;
        double length = Math.max(1, bar.figure() * scale);
        svg.append(format("<text x=\"0\" y=\"%d\">%s</text>%n", y + 16, escaped(bar.label())));
        svg.append(format(
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                bar.kind(), LABELS, y, length, BAR));
        if (spread > 0) {
            double half = length * spread / 2;
            svg.append(format(
                    "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    LABELS + length - half, LABELS + length + half, y + BAR / 2, y + BAR / 2));
        }
        svg.append(format(
                "<text x=\"%.1f\" y=\"%d\">%s</text>%n", LABELS + length + 8, y + 16, Figures.text(bar.figure())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
