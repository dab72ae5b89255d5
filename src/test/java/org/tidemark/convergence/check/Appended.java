package org.tidemark.convergence.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promises 1 and 2, for lists. Users and other programs append to them.
 *
 * <p>Precisely. (a) Other programs only append: what they commit begins with the list as it was. So nothing that they
 * have kept since earlier takes an element away. (b) No list has an element twice.
 */
final class Appended implements Witness {
    private final Report report;

    Appended(Report report) {
        this.report = report;
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        if (before == null || after == null) {
            return;
        }
        String was = before.get(Wire.list(key));
        String is = after.get(Wire.list(key));
        if (was.equals(is)) {
            return;
        }
        boolean isLonger = is.startsWith(was + " ") || was.length() > Wire.LONGEST_LIST;
        if (actor.equals("estate") && !isLonger) {
            report.broken(
                    Promise.NO_LOST_UPDATE, "the list of " + key + " was \"" + was + "\", and became \"" + is + '"');
        }
        List<String> elements = List.of(is.split(" "));
        if (new HashSet<>(elements).size() < elements.size()) {
            report.broken(Promise.EXACTLY_ONCE, "the list of " + key + " has an element twice: " + is);
        }
    }
}
