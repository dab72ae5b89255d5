package org.tidemark.convergence.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/**
 * Promise 5, on the wire and in the tables: nothing outside the scope.
 *
 * <p>Precisely. A right counts for a request if its user had it at any time while the server worked on it. (a) A page
 * names only scopes, and holds only records of scopes, that the user might read then. (b) The same holds for the
 * server's side of each conflict in an answer, also when the answer is a repeated one. (c) A user's push changes only
 * records of such scopes, and leaves them only in such scopes. What replicas go on showing is checked by
 * {@link Delivery}. (d) A replica that was withdrawn is served no more, and shows nothing once it was told so.
 */
final class Outside implements Witness {
    private final Observed observed;
    private final Report report;
    private final Set<Call> open = new HashSet<>();
    private final Map<String, Long> withdrawn = new HashMap<>();
    private final Set<Integer> emptied = new HashSet<>();

    Outside(Observed observed, Report report) {
        this.observed = observed;
        this.report = report;
    }

    @Override
    public void arrived(Call call) {
        open.add(call);
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        long since = open.stream()
                .filter(call -> call.request().user().equals(actor))
                .mapToLong(Call::arrived)
                .min()
                .orElse(-1);
        if (since < 0) {
            return;
        }
        Set<String> rights = observed.rightsSince(actor, since);
        for (Map<String, String> fields : Arrays.asList(before, after)) {
            if (fields != null && none(observed.scopesSince(fields, since), rights)) {
                report.broken(
                        Promise.NOTHING_OUTSIDE_SCOPE,
                        actor + ", who has " + rights + ", changed " + key + " " + fields);
            }
        }
    }

    @Override
    public void withdrawn(String id) {
        withdrawn.putIfAbsent(id, observed.moment());
    }

    @Override
    public void restored() {
        withdrawn.clear();
    }

    /** Nothing of what it had may be left. */
    @Override
    public void wiped(int replica) {
        emptied.add(replica);
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        if (emptied.remove(replica) && !content.isEmpty()) {
            report.broken(
                    Promise.NOTHING_OUTSIDE_SCOPE, "replica " + replica + " was withdrawn, and still shows " + content);
        }
    }

    @Override
    public void answered(Call call, Wire.Answer answer) {
        open.remove(call);
        Long moment = withdrawn.get(call.request().replica());
        if (moment != null && moment < call.arrived() && answer.problem() == null) {
            report.broken(Promise.NOTHING_OUTSIDE_SCOPE, "served though it was withdrawn: " + call);
        }
        String user = call.request().user();
        Set<String> rights = observed.rightsSince(user, call.arrived());
        if (answer.push() != null) {
            // What a repeated answer shows of a contact belongs to wherever its company was when it was first given.
            long since = answer.push().repeated() ? 0 : call.arrived();
            for (Wire.Conflict conflict : answer.push().conflicts()) {
                Wire.Side side = conflict.server();
                if (!side.deleted() && none(observed.scopesSince(side.fields(), since), rights)) {
                    report.broken(
                            Promise.NOTHING_OUTSIDE_SCOPE,
                            user + ", who has " + rights + ", was shown " + conflict.key() + " " + side);
                }
            }
        }
        if (answer.pull() != null) {
            answer.pull().scopes().forEach(page -> page(call, user, rights, page));
        }
    }

    private void page(Call call, String user, Set<String> rights, Wire.ScopePage page) {
        if (page.dropped()) {
            return;
        }
        if (!rights.contains(page.scope())) {
            report.broken(Promise.NOTHING_OUTSIDE_SCOPE, user + ", who has " + rights + ", was sent " + page.scope());
        }
        for (Wire.Upsert upsert : page.upserted()) {
            if (!observed.scopesSince(upsert.fields(), call.arrived()).contains(page.scope())) {
                report.broken(
                        Promise.NOTHING_OUTSIDE_SCOPE,
                        user + " was sent " + upsert.key() + " " + upsert.fields() + " as of " + page.scope());
            }
        }
    }

    private static boolean none(Set<String> scopes, Set<String> rights) {
        return !scopes.isEmpty() && scopes.stream().noneMatch(rights::contains);
    }
}
