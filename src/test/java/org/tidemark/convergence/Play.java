package org.tidemark.convergence;

import java.io.PrintStream;
import java.util.List;
import org.tidemark.convergence.check.Checker;
import org.tidemark.convergence.history.History;
import org.tidemark.convergence.history.Trace;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.history.Witness;

/** One history, played once by one driver, up to the first violation. */
public final class Play {
    private final Faults faults = new Faults();
    private final List<Violation> violations;
    private int steps;

    public Play(History history, Driver driver) {
        this(history, driver, null);
    }

    /** @param trace where to print every observation; null for nowhere */
    public Play(History history, Driver driver, PrintStream trace) {
        Network network = new Network();
        Server[] server = new Server[1];
        Checker checker = new Checker(history.setup().users(), network::moment, id -> server[0].registered(id));
        Witness witness = trace == null ? checker : Trace.of(checker, network::moment, trace);
        try (World world = new World(history.setup(), driver, network, witness, faults)) {
            server[0] = world.server();
            for (Action action : history.actions()) {
                steps++;
                if (trace != null) {
                    trace.println(action);
                }
                world.perform(action);
                if (!checker.violations().isEmpty()) {
                    break;
                }
            }
        }
        violations = checker.violations();
    }

    public List<Violation> violations() {
        return violations;
    }

    public Faults faults() {
        return faults;
    }

    /** Actions performed. */
    public int steps() {
        return steps;
    }
}
