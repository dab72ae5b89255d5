package org.tidemark.convergence.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.tidemark.convergence.Action;

/**
 * Takes away what a failing history does not need (delta debugging): pieces of half its length first, single actions at
 * the end, as long as it still fails.
 */
public final class Shrinker {
    private final Predicate<History> fails;
    private int left;

    /** @param tries how often a history may be played */
    public Shrinker(Predicate<History> fails, int tries) {
        this.fails = fails;
        this.left = tries;
    }

    public History shrink(History failing) {
        History smallest = failing;
        int piece = Math.max(1, failing.actions().size() / 2);
        while (left > 0) {
            History smaller = without(smallest, piece);
            boolean shrunk = smaller.actions().size() < smallest.actions().size();
            smallest = smaller;
            if (piece == 1 && !shrunk) {
                break;
            }
            piece = Math.max(1, piece / 2);
        }
        return smallest;
    }

    private History without(History history, int piece) {
        History smallest = history;
        for (int from = Math.max(0, history.actions().size() - piece); from >= 0 && left > 0; from -= piece) {
            List<Action> actions = new ArrayList<>(smallest.actions());
            int to = Math.min(actions.size(), from + piece);
            if (from < to) {
                actions.subList(from, to).clear();
                History candidate = history.with(List.copyOf(actions));
                left--;
                if (fails.test(candidate)) {
                    smallest = candidate;
                }
            }
            if (from > 0 && from < piece) {
                from = piece;
            }
        }
        return smallest;
    }
}
