package org.tidemark.convergence.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 9: no torn state.
 *
 * <p>Precisely. Whatever a replica shows of the server's data, at each look and not only between passes, is one state
 * that the server had between two transactions: all records of it that the user may read, of all collections and
 * scopes, and no others. It is no earlier state than at an earlier look, and none from before the last finished pull
 * was asked for.
 *
 * <p>A user's own work lies on top. That is a record on which a replica has something to send, and one that it has
 * edited, had acknowledged, decided or given up. The latter may be ahead of the rest until a pull has finished that was
 * asked for later. From a change of a user's rights until a pull has finished that was asked for later, nothing is
 * said.
 */
final class TornState implements Witness {
    /** Of more transactions at once, whose order nobody knows, only the one order that is told is tried. */
    private static final int MOST_AT_ONCE = 6;

    private final Observed observed;
    private final Report report;

    /** All states that the server had, one for each transaction. */
    private final List<Map<String, Map<String, String>>> states = new ArrayList<>();

    /** When each of them came about. */
    private final List<Long> moments = new ArrayList<>();

    private final Map<Integer, Seen> replicas = new HashMap<>();

    TornState(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
        transacted();
    }

    /** What is known of a replica. */
    private static final class Seen {
        /** When the last finished pull was asked for. */
        long pulled = -1;

        /** The earliest state that it may show. */
        int state;

        Map<String, Map<String, String>> shown = Map.of();

        /** By record, when it last had to do with it on its own. */
        final Map<String, Long> own = new HashMap<>();
    }

    private Seen seen(int replica) {
        return replicas.computeIfAbsent(replica, r -> new Seen());
    }

    private void own(int replica, String key) {
        if (replica >= 0) {
            seen(replica).own.put(key, observed.moment());
        }
    }

    @Override
    public void wrote(int replica, String key, Map<String, String> shown, Map<String, String> written) {
        own(replica, key);
    }

    @Override
    public void deleted(int replica, String key, Map<String, String> shown) {
        own(replica, key);
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        own(replica, conflict.key());
    }

    @Override
    public void settled(int replica, Wire.Conflict conflict) {
        own(replica, conflict.key());
    }

    @Override
    public void discarded(int replica, String key) {
        own(replica, key);
    }

    @Override
    public void acknowledged(int replica, Wire.Push push, Wire.Result result) {
        push.changes().forEach(change -> own(replica, change.key()));
    }

    @Override
    public void transacted() {
        states.add(new TreeMap<>(observed.content));
        moments.add(observed.moment());
    }

    /**
     * Any of them may have come first: what each part of them makes of the state before is a state that may have been.
     */
    @Override
    public void inAnyOrder(int transactions) {
        int first = states.size() - transactions;
        if (transactions > MOST_AT_ONCE) {
            return;
        }
        List<Map<String, Map<String, String>>> after = new ArrayList<>(states.subList(first - 1, states.size()));
        List<Map<String, Map<String, String>>> possible = new ArrayList<>();
        for (int part = 1; part < 1 << transactions; part++) {
            possible.add(made(after, part));
        }
        Map<String, Map<String, String>> last = states.get(states.size() - 1);
        states.subList(first, states.size()).clear();
        moments.subList(first, moments.size()).clear();
        for (Map<String, Map<String, String>> state : possible) {
            states.add(state);
            moments.add(observed.moment());
        }
        states.set(states.size() - 1, last);
    }

    /** What some of the transactions have made of the state before; what two of them changed, the later one has. */
    private static Map<String, Map<String, String>> made(List<Map<String, Map<String, String>>> after, int part) {
        Map<String, Map<String, String>> state = new TreeMap<>(after.get(0));
        for (int n = 1; n < after.size(); n++) {
            if ((part >> n - 1 & 1) == 1) {
                Map<String, Map<String, String>> before = after.get(n - 1);
                Map<String, Map<String, String>> then = after.get(n);
                then.forEach((key, fields) -> {
                    if (!fields.equals(before.get(key))) {
                        state.put(key, fields);
                    }
                });
                state.keySet().removeIf(key -> before.containsKey(key) && !then.containsKey(key));
            }
        }
        return state;
    }

    @Override
    public void restored() {
        transacted();
    }

    @Override
    public void wiped(int replica) {
        replicas.remove(replica);
    }

    /** It may show an earlier state again, until it has pulled. */
    @Override
    public void forgot(int replica) {
        seen(replica).pulled = -1;
        seen(replica).state = 0;
    }

    @Override
    public void pulled(int replica, long since) {
        Seen seen = seen(replica);
        seen.pulled = since;
        seen.own.values().removeIf(moment -> moment < since);
        while (seen.state + 1 < states.size() && moments.get(seen.state + 1) < since) {
            seen.state++;
        }
        seen.shown = null;
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        Seen seen = seen(replica);
        pending.forEach(key -> own(replica, key));
        String user = observed.users.get(replica);
        if (seen.pulled < 0 || !observed.rightsStable(user, seen.pulled) || content.equals(seen.shown)) {
            return;
        }
        Set<String> mine = observed.rights(user);
        for (int at = seen.state; at < states.size(); at++) {
            if (differing(states.get(at), mine, content, seen.own.keySet()).isEmpty()) {
                seen.state = at;
                seen.shown = new TreeMap<>(content);
                return;
            }
        }
        report.broken(Promise.NO_TORN_STATE, observation(replica, mine, content));
    }

    private static Set<String> differing(
            Map<String, Map<String, String>> state,
            Set<String> scopes,
            Map<String, Map<String, String>> content,
            Set<String> own) {
        Set<String> differing = new HashSet<>();
        content.forEach((key, fields) -> {
            if (!own.contains(key) && !(fields.equals(state.get(key)) && isIn(state, fields, scopes))) {
                differing.add(key);
            }
        });
        state.forEach((key, fields) -> {
            if (!own.contains(key) && !content.containsKey(key) && isIn(state, fields, scopes)) {
                differing.add(key);
            }
        });
        return differing;
    }

    private static boolean isIn(
            Map<String, Map<String, String>> state, Map<String, String> fields, Set<String> scopes) {
        String parent = fields.get("company");
        Map<String, String> owner = parent == null ? fields : state.get(parent);
        return owner != null && scopes.contains(owner.get("region"));
    }

    /** The state that comes nearest, and what differs. */
    private String observation(int replica, Set<String> scopes, Map<String, Map<String, String>> content) {
        Seen seen = seen(replica);
        int nearest = seen.state;
        Set<String> least = differing(states.get(nearest), scopes, content, seen.own.keySet());
        for (int at = seen.state + 1; at < states.size(); at++) {
            Set<String> differing = differing(states.get(at), scopes, content, seen.own.keySet());
            if (differing.size() < least.size()) {
                nearest = at;
                least = differing;
            }
        }
        StringBuilder text = new StringBuilder(
                "replica " + replica + " shows no state that the server had; nearest is that of moment "
                        + moments.get(nearest) + ", but for");
        for (String key : least) {
            text.append(' ').append(key).append(' ').append(content.get(key)).append(", there ");
            text.append(states.get(nearest).get(key)).append(';');
        }
        return text.toString();
    }
}
