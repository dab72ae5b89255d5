package org.tidemark.convergence;

import java.util.List;
import java.util.SplittableRandom;

/** Lets things go on: any of them, as a history picks, or those of one replica until its syncs have ended. */
final class Pace {
    /** How much may happen until a sync that nothing disturbs has ended. */
    private static final long PATIENCE = 100_000;

    private final World world;

    Pace(World world) {
        this.world = world;
    }

    /** Lets so many things go on, each picked among all that could. */
    void go(int pick, int times) {
        SplittableRandom random = new SplittableRandom(pick);
        for (int n = 0; n < times; n++) {
            int able = world.network().size() + world.server().ready();
            for (Replica replica : world.replicas()) {
                able += replica.ready();
            }
            if (able == 0) {
                return;
            }
            one(random.nextInt(able));
        }
    }

    private void one(int pick) {
        world.network().tick();
        int rest = pick;
        if (rest < world.network().size()) {
            world.deliver(world.network().take(rest));
            return;
        }
        rest -= world.network().size();
        if (rest < world.server().ready()) {
            world.server().advance(rest);
            return;
        }
        rest -= world.server().ready();
        for (int index = 0; index < world.replicas().size(); index++) {
            int ready = world.replicas().get(index).ready();
            if (rest < ready) {
                world.replicas().get(index).advance(rest);
                world.look(index);
                return;
            }
            rest -= ready;
        }
    }

    /** Drives the syncs of one replica to their end, and of others only what stands in the way. */
    void finish(int index) {
        Replica replica = world.replica(index);
        long end = world.network().moment() + PATIENCE;
        while (replica.syncing()) {
            world.network().tick();
            if (world.network().moment() > end) {
                world.witness().atRest("a sync of replica " + index + " does not end");
                replica.crash();
                return;
            }
            if (replica.ready() > 0) {
                replica.advance(0);
                world.look(index);
                continue;
            }
            List<Call> waiting = replica.waiting();
            if (waiting.isEmpty() && !replica.syncing()) {
                return; // a real one ends when it likes, also while it is asked
            }
            if (waiting.isEmpty()) {
                throw new IllegalStateException("a sync waits for nothing at replica " + index);
            }
            Call call = waiting.get(0);
            Network.Message message = world.network().take(call);
            if (message != null) {
                world.deliver(message);
            } else if (!world.server().advance(call)) {
                if (world.server().ready() == 0) {
                    throw new IllegalStateException("the server waits for nothing with " + call);
                }
                world.server().advance(0);
            }
        }
    }

    /** Everything that is on its way arrives, and everything begun ends. */
    void drain() {
        while (world.network().size() > 0 || world.server().ready() > 0) {
            world.network().tick();
            if (world.server().ready() > 0) {
                world.server().advance(0);
            } else {
                world.deliver(world.network().take(0));
            }
        }
        for (int index = 0; index < world.replicas().size(); index++) {
            finish(index);
        }
    }
}
