package org.tidemark.convergence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Faults stop; everybody synchronises, decides, gives up what was refused, until nothing changes any more. */
final class Settlement {
    private static final int ROUNDS = 40;

    /**
     * From this round on users decide what no desk shows: conflicts of which their disk has forgotten that they are
     * over, and those of records of which a restored server has never heard, which no steward may see.
     */
    private static final int LATE = 5;

    private static final List<String> OUTCOMES = List.of("server", "client", "merged");

    private final World world;
    private final SplittableRandom random;

    /** Whether the steward decides everything, and replicas have to hear of it. A blocked replica cannot. */
    private final boolean steward;

    Settlement(World world, int pick) {
        this.world = world;
        random = new SplittableRandom(pick);
        steward = random.nextBoolean() && world.gate() != Setup.Gate.BLOCK;
    }

    void run() {
        world.pace().drain();
        List<Map<String, Map<String, String>>> before = null;
        for (int round = 0; round < ROUNDS; round++) {
            for (int index = 0; index < world.replicas().size(); index++) {
                decide(index, round);
                world.sync(index);
                world.pace().finish(index);
            }
            desk();
            List<Map<String, Map<String, String>>> now = state();
            if (quiet() && now.equals(before)) {
                world.witness().atRest(null);
                return;
            }
            before = now;
        }
        world.witness().atRest("after " + ROUNDS + " rounds there is still " + business());
    }

    private void decide(int index, int round) {
        Replica replica = world.replica(index);
        for (Wire.Conflict conflict : new ArrayList<>(replica.conflicts())) {
            if (!steward || round >= LATE && world.hasForgotten() && !isAtDesk(conflict)) {
                world.decisions().resolve(index, conflict, outcome(), false);
            }
        }
        for (String key : new ArrayList<>(replica.look().rejected().keySet())) {
            world.decisions().discard(index, key);
        }
    }

    private boolean isAtDesk(Wire.Conflict conflict) {
        return world.server().desk().stream()
                .anyMatch(open -> open.conflict().id().equals(conflict.id()));
    }

    private void desk() {
        for (Server.Open open : world.server().desk()) {
            boolean held = world.replicas().stream()
                    .flatMap(replica -> replica.conflicts().stream())
                    .anyMatch(conflict -> conflict.id().equals(open.conflict().id()));
            if (!held || steward) {
                // A decision that cannot be carried out (a value that is taken, a right that is gone) would come back
                // for ever.
                world.decisions().desk(open, random.nextInt(2) == 0 ? outcome() : "server", false);
                world.pace().drain();
            }
        }
    }

    private String outcome() {
        return OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    }

    private boolean quiet() {
        return business().isEmpty();
    }

    private List<String> business() {
        List<String> business = new ArrayList<>();
        for (int index = 0; index < world.replicas().size(); index++) {
            Replica replica = world.replica(index);
            Replica.Look look = replica.look();
            if (!look.pending().isEmpty()
                    || !replica.conflicts().isEmpty()
                    || !look.rejected().isEmpty()) {
                business.add("replica " + index + ": to send " + look.pending() + ", conflicts " + replica.conflicts()
                        + ", refused " + look.rejected());
            }
        }
        world.server().desk().forEach(open -> business.add("at the desk: " + open));
        return business;
    }

    private List<Map<String, Map<String, String>>> state() {
        List<Map<String, Map<String, String>>> state = new ArrayList<>();
        state.add(world.server().content());
        world.replicas().forEach(replica -> state.add(copy(replica.look().shown())));
        return state;
    }

    private static Map<String, Map<String, String>> copy(Map<String, Map<String, String>> content) {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        content.forEach((key, fields) -> copy.put(key, Map.copyOf(fields)));
        return copy;
    }
}
