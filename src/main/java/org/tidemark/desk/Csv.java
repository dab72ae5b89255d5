package org.tidemark.desk;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines of a table as RFC 4180 has them. What a spreadsheet would take for a formula gets an apostrophe in front:
 * people put into their records whatever they like, and somebody else opens the file.
 */
final class Csv {

    private static final String FORMULA = "=+-@\t\r\n";

    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        if (text.isEmpty()) {
            return "";
        }
        // Some programs skip blanks before they look for a formula, and know its full-width signs too.
        String start = text.stripLeading();
        boolean isFormula = FORMULA.indexOf(text.charAt(0)) >= 0
                || !start.isEmpty() && (FORMULA + "\uFF1D\uFF0B\uFF0D\uFF20").indexOf(start.charAt(0)) >= 0;
        return '"' + (isFormula ? "'" : "") + text.replace("\"", "\"\"") + '"';
    }
}
