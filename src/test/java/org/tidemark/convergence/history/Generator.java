package org.tidemark.convergence.history;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.tidemark.convergence.Action;
import org.tidemark.convergence.Setup;

/**
 * Makes a history from a seed, and from nothing else. Each history has its own mixture: some kinds of action are left
 * out and others come often, because rare meetings are found where the rest is quiet.
 */
public final class Generator {
    private static final List<String> OUTCOMES = List.of("server", "client", "merged");
    private static final List<List<String>> USERS = List.of(
            List.of("alice", "bob", "carol"),
            List.of("alice", "alice", "bob", "dave"),
            List.of("alice", "bob", "dave", "carol", "alice"),
            List.of("bob", "dave"));

    private static final List<Setup.Merge> MERGES =
            List.of(Setup.Merge.MANUAL, Setup.Merge.MANUAL, Setup.Merge.FIELDS, Setup.Merge.CLIENT, Setup.Merge.SERVER);

    private static final int[] BOOSTS = {1, 1, 2, 5};

    private record Kind(int weight, Supplier<Action> make) {}

    private final SplittableRandom random;
    private final List<Kind> kinds = new ArrayList<>();
    private final long seed;
    private Setup setup;
    private int total;

    public Generator(long seed) {
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /** A history of at most so many actions; the last one brings the world to rest. */
    public History history(int most) {
        setup = new Setup(
                USERS.get(random.nextInt(USERS.size())),
                Setup.Gate.values()[random.nextInt(3)],
                MERGES.get(random.nextInt(MERGES.size())),
                random.nextBoolean(),
                random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(4),
                random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(5),
                random.nextInt(3) == 0 ? 2 : 1);
        mixture();
        int size = Math.max(1, Math.min(most, 60 + random.nextInt(340)));
        List<Action> actions = new ArrayList<>();
        while (actions.size() < size - 1) {
            actions.add(next());
        }
        actions.add(new Action.Rest(pick()));
        return new History(seed, setup, actions);
    }

    private void mixture() {
        kind(10, () -> new Action.AddCompany(replica(), scope()));
        kind(8, () -> new Action.AddContact(replica(), low()));
        kind(40, () -> new Action.Modify(replica(), low(), 1 + random.nextInt(7)));
        kind(60, () -> new Action.Sync(replica()));
        kind(20, () -> new Action.SyncThrough(replica()));
        kind(120, () -> new Action.Go(pick(), 1 + random.nextInt(12)));
        kind(12, () -> new Action.Resolve(replica(), pick(), outcome(), random.nextInt(4) == 0));
        maybe(8, () -> new Action.Move(replica(), low(), scope()));
        maybe(5, () -> new Action.Reparent(replica(), pick(), pick()));
        maybe(8, () -> new Action.Delete(replica(), low()));
        maybe(3, () -> new Action.Poison(replica(), low()));
        maybe(3, () -> new Action.SameVat(replica(), pick(), pick()));
        maybe(4, () -> new Action.Discard(replica(), pick()));
        maybe(8, () -> new Action.Desk(pick(), outcome(), random.nextInt(4) == 0));
        maybe(6, () -> new Action.Append(replica(), low()));
        maybe(6, () -> new Action.Estate(low(), low(), sometimes(), random.nextBoolean()));
        maybe(6, () -> new Action.Sql(low(), low(), sometimes(), random.nextBoolean(), random.nextBoolean()));
        maybe(2, () -> new Action.SqlDelete(low(), low(), random.nextBoolean()));
        maybe(10, () -> new Action.Lose(pick()));
        maybe(8, () -> new Action.Double(pick()));
        maybe(6, () -> new Action.GiveUp(replica()));
        maybe(4, () -> new Action.CrashClient(replica()));
        maybe(3, () -> new Action.Flush(replica()));
        maybe(2, () -> new Action.PowerCut(replica()));
        maybe(1, () -> new Action.Withdraw(replica()));
        maybe(3, () -> new Action.CrashServer());
        maybe(2, () -> new Action.Backup());
        maybe(2, () -> new Action.Restore());
        maybe(4, () -> new Action.Purge(random.nextInt(3) * 40L));
        maybe(3, () -> new Action.ClockJump(random.nextInt(3), random.nextInt(2) * 2 - 1));
        maybe(4, () -> new Action.Grant(user(), scope()));
        maybe(4, () -> new Action.Revoke(user(), scope()));
        maybe(1, () -> new Action.Rest(pick()));
    }

    private void kind(int weight, Supplier<Action> make) {
        int boosted = weight * BOOSTS[random.nextInt(BOOSTS.length)];
        kinds.add(new Kind(boosted, make));
        total += boosted;
    }

    private void maybe(int weight, Supplier<Action> make) {
        if (random.nextInt(3) > 0) {
            kind(weight, make);
        }
    }

    private Action next() {
        int pick = random.nextInt(total);
        for (Kind kind : kinds) {
            pick -= kind.weight;
            if (pick < 0) {
                return kind.make.get();
            }
        }
        throw new IllegalStateException();
    }

    private int replica() {
        return random.nextInt(setup.users().size());
    }

    private int pick() {
        return random.nextInt(1 << 20);
    }

    /** Mostly the first few, so that replicas meet at the same records. */
    private int low() {
        return random.nextInt(3) == 0 ? pick() : random.nextInt(4);
    }

    private String scope() {
        return Setup.SCOPES.get(random.nextInt(Setup.SCOPES.size()));
    }

    private String sometimes() {
        return random.nextInt(3) == 0 ? scope() : null;
    }

    private String outcome() {
        return OUTCOMES.get(random.nextInt(OUTCOMES.size()));
    }

    private String user() {
        return List.of("alice", "bob", "dave").get(random.nextInt(3));
    }
}
