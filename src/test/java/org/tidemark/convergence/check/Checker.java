package org.tidemark.convergence.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Promise;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Violation;
import org.tidemark.convergence.history.Witness;

/**
 * Checks the promises on what can be seen from outside. It knows nothing of versions, clocks, cursors or
 * tombstones; it follows values, each of which was written once in the whole world.
 */
public final class Checker implements Witness {
    private final List<Violation> violations = new ArrayList<>();
    private final Observed observed;
    private final ExactlyOnce exactlyOnce;
    private final List<Witness> checks = new ArrayList<>();

    public Checker(Setup setup, LongSupplier clock, Register register) {
        observed = new Observed(setup.users(), clock);
        exactlyOnce = new ExactlyOnce(observed, setup.merge() == Setup.Merge.CLIENT, this::broken);
        checks.add(exactlyOnce);
        checks.add(new LostUpdate(observed, this::broken, register));
        checks.add(new Appended(this::broken));
        if (setup.coupled()) {
            checks.add(new Groups(this::broken));
        }
        checks.add(new Delivery(observed, this::broken));
        checks.add(new Resurrection(observed, this::broken));
        checks.add(new Outside(observed, this::broken));
        checks.add(new BadRecord(observed, this::broken));
        checks.add(new LocalEdits(observed, this::broken));
        checks.add(new TornState(observed, this::broken));
    }

    /** The conflict register, open and closed, as it can be read by somebody with all rights. */
    public interface Register {
        Wire.Conflict find(String id);

        /** Those of a record that a rule has decided. */
        List<Wire.Conflict> decidedByRule(String key);
    }

    private void broken(Promise promise, String what) {
        violations.add(new Violation(promise, observed.moment(), what));
    }

    public List<Violation> violations() {
        return violations;
    }

    @Override
    public void rights(String user, Set<String> scopes) {
        observed.rights(user, scopes);
    }

    @Override
    public void wrote(int replica, String key, Map<String, String> shown, Map<String, String> written) {
        observed.wrote(replica, key, shown, written);
        checks.forEach(check -> check.wrote(replica, key, shown, written));
    }

    @Override
    public void deleted(int replica, String key, Map<String, String> shown) {
        checks.forEach(check -> check.deleted(replica, key, shown));
    }

    @Override
    public void resolved(
            int replica, Wire.Conflict conflict, Wire.Side server, Wire.Side client, Map<String, String> result) {
        observed.resolved(replica, conflict, server, client, result);
        checks.forEach(check -> check.resolved(replica, conflict, server, client, result));
    }

    @Override
    public void discarded(int replica, String key) {
        checks.forEach(check -> check.discarded(replica, key));
    }

    @Override
    public void arrived(Call call) {
        checks.forEach(check -> check.arrived(call));
    }

    @Override
    public void committed(String actor, String key, Map<String, String> before, Map<String, String> after) {
        exactlyOnce.committing(key, before, after);
        observed.committed(actor, key, before, after);
        checks.forEach(check -> check.committed(actor, key, before, after));
    }

    @Override
    public void erases(String key) {
        checks.forEach(check -> check.erases(key));
    }

    @Override
    public void transacted() {
        checks.forEach(Witness::transacted);
    }

    @Override
    public void inAnyOrder(int transactions) {
        checks.forEach(check -> check.inAnyOrder(transactions));
    }

    @Override
    public void answered(Call call, Wire.Answer answer) {
        checks.forEach(check -> check.answered(call, answer));
    }

    @Override
    public void acknowledged(int replica, Wire.Push push, Wire.Result result) {
        checks.forEach(check -> check.acknowledged(replica, push, result));
    }

    @Override
    public void settled(int replica, Wire.Conflict conflict) {
        checks.forEach(check -> check.settled(replica, conflict));
    }

    @Override
    public void pulled(int replica, long since) {
        checks.forEach(check -> check.pulled(replica, since));
    }

    @Override
    public void renewed(int replica) {
        checks.forEach(check -> check.renewed(replica));
    }

    @Override
    public void withdrawn(String id) {
        checks.forEach(check -> check.withdrawn(id));
    }

    @Override
    public void wiping(int replica, String id) {
        checks.forEach(check -> check.wiping(replica, id));
    }

    @Override
    public void wiped(int replica) {
        checks.forEach(check -> check.wiped(replica));
    }

    @Override
    public void forgot(int replica) {
        checks.forEach(check -> check.forgot(replica));
    }

    @Override
    public void shows(
            int replica, Map<String, Map<String, String>> content, Set<String> pending, Map<String, String> rejected) {
        observed.shows(replica, content, pending, rejected);
        checks.forEach(check -> check.shows(replica, content, pending, rejected));
    }

    @Override
    public void backedUp() {
        observed.backedUp();
        checks.forEach(Witness::backedUp);
    }

    @Override
    public void restored() {
        observed.restored();
        checks.forEach(Witness::restored);
    }

    @Override
    public void atRest(String trouble) {
        checks.forEach(check -> check.atRest(trouble));
    }
}
