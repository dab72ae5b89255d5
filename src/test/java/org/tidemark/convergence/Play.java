package org.tidemark.convergence;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.convergence.check.Checker;
import org.tidemark.convergence.history.History;
import org.tidemark.convergence.history.Trace;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.history.Witness;

/** One history, played once by one driver, up to the first violation. */
public final class Play {
    private final Faults faults = new Faults();
    private final List<Violation> violations;
    private final Map<String, Long> times = new TreeMap<>();
    private int steps;

    public Play(History history, Driver driver) {
        this(history, driver, null);
    }

    /** @param trace where to print every observation; null for nowhere */
    public Play(History history, Driver driver, PrintStream trace) {
        Network network = new Network();
        Server[] server = new Server[1];
        Checker.Register register = new Checker.Register() {
            @Override
            public Wire.Conflict find(String id) {
                return server[0].registered(id);
            }

            @Override
            public List<Wire.Conflict> decidedByRule(String key) {
                return server[0].decidedByRule(key);
            }
        };
        Checker checker = new Checker(history.setup(), network::moment, register);
        Witness witness = trace == null ? checker : Trace.of(checker, network::moment, trace);
        try (World world = new World(history.setup(), driver, network, witness, faults)) {
            server[0] = world.server();
            for (Action action : history.actions()) {
                steps++;
                if (trace != null) {
                    trace.println(action);
                }
                long begun = System.nanoTime();
                world.perform(action);
                times.merge(action.getClass().getSimpleName(), System.nanoTime() - begun, Long::sum);
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

    /** How many nanoseconds each kind of action took. */
    public Map<String, Long> times() {
        return times;
    }

    /** Actions performed. */
    public int steps() {
        return steps;
    }
}
