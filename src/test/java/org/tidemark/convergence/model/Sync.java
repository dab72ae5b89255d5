package org.tidemark.convergence.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;

/** One sync of a replica, in one tab: each step is what happens between two awaits. */
final class Sync {
    private final ModelReplica replica;
    private final LocalStore store;
    private final Outbox outbox;
    private final Map<String, Integer> tried = new HashMap<>();
    private Call call;
    private long asked;
    private long since;
    private boolean begins;
    private Wire.Answer answer;
    private Wire.Page page;

    Sync(ModelReplica replica) {
        this.replica = replica;
        store = replica.store;
        outbox = replica.outbox;
    }

    /** The call whose answer it waits for; null if it could go on. */
    Call waitsFor() {
        return answer == null && page == null ? call : null;
    }

    /** Null when the network gave up. */
    void answer(Wire.Answer got) {
        if (got == null) {
            replica.ended(this);
        } else {
            answer = got;
        }
    }

    void step() {
        if (page != null) {
            receive();
        } else if (answer != null) {
            acknowledge();
        } else {
            send();
        }
    }

    private void send() {
        Wire.Push push = outbox.build(tried);
        if (!store.midPass) {
            store.passes++;
        }
        begins = !store.midPass;
        since = begins ? replica.network.moment() : store.passSince;
        asked = outbox.number;
        Wire.Ask pull = new Wire.Ask(store.cursor, replica.setup.page());
        Wire.Request request = new Wire.Request(replica.id(), replica.user(), push, pull);
        call = replica.network.send(replica.index, request, null);
    }

    private void acknowledge() {
        Wire.Answer got = answer;
        answer = null;
        if (got.problem() != null) {
            // Said to a request that another tab has overtaken, it means nothing.
            if (got.problem().equals("replica-reset-required") && asked == outbox.number && same()) {
                replica.renew();
            }
            if (got.problem().equals("replica-revoked") && same()) {
                replica.wipe();
            }
            replica.ended(this);
            return;
        }
        // The server pushes before it pulls: a pass that begins with this answer knows what the push did.
        long pass = begins ? store.passes - 1 : store.passes;
        if (got.push() != null && same() && outbox.acknowledge(got.push(), pass)) {
            replica.witness.acknowledged(replica.index, call.request().push(), got.push());
        }
        page = got.pull();
    }

    private void receive() {
        Wire.Page got = page;
        page = null;
        boolean current = call.request().pull().cursor() == store.cursor && asked == outbox.number && same();
        if (!current) {
            replica.ended(this);
            return;
        }
        store.passSince = since;
        List<Wire.Conflict> told = store.apply(got);
        told.forEach(conflict -> replica.witness.settled(replica.index, conflict));
        if (replica.broken == Broken.RECREATE_ALL && !store.midPass) {
            store.cursor = null;
        }
        if (!store.midPass) {
            replica.witness.pulled(replica.index, store.passSince);
        }
        call = null;
        if (!store.midPass && outbox.inFlight == null && !due()) {
            replica.ended(this);
        }
    }

    private boolean same() {
        return call.request().replica().equals(replica.id());
    }

    /** Whether the outbox holds more than one push could carry. */
    private boolean due() {
        return store.rows.values().stream()
                .anyMatch(row -> row.modified
                        && row.conflict == null
                        && row.rejected == null
                        && replica.setup.gate() != Setup.Gate.RECEIVE
                        && !tried.containsKey(row.key));
    }
}
