package org.tidemark.convergence.history;

import java.util.List;
import org.tidemark.convergence.Action;
import org.tidemark.convergence.Setup;

/** A world and what happens in it. */
public record History(long seed, Setup setup, List<Action> actions) {

    public History with(List<Action> others) {
        return new History(seed, setup, others);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(setup.toString());
        actions.forEach(action -> text.append('\n').append(action));
        return text.toString();
    }
}
