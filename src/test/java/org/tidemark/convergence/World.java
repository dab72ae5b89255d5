package org.tidemark.convergence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tidemark.convergence.history.Witness;

/** The stage on which a history is played: one server, replicas, and the network between them. */
public final class World implements AutoCloseable {
    private static final long DAY = 24 * 60 * 60;

    private final Witness witness;
    private final Faults faults;
    private final Setup.Gate gate;
    private final Network network;
    private final Server server;
    private final List<Replica> replicas = new ArrayList<>();
    private final Map<String, Set<String>> rights = new HashMap<>();
    private final List<Call> atServer = new ArrayList<>();
    private final Pace pace;
    private final Edits edits;
    private final Decisions decisions;
    private boolean hasForgotten;
    private long tokens;

    public World(Setup setup, Driver driver, Network network, Witness witness, Faults faults) {
        gate = setup.gate();
        this.network = network;
        this.witness = witness;
        this.faults = faults;
        server = driver.server(setup, witness, faults, this::answered);
        Setup.RIGHTS.forEach((user, scopes) -> {
            rights.put(user, new HashSet<>(scopes));
            server.rights(user, scopes);
            witness.rights(user, scopes);
        });
        for (String user : setup.users()) {
            replicas.add(driver.replica(replicas.size(), user, setup, network, witness));
        }
        pace = new Pace(this);
        edits = new Edits(this);
        decisions = new Decisions(this);
    }

    public Edits edits() {
        return edits;
    }

    public Decisions decisions() {
        return decisions;
    }

    Setup.Gate gate() {
        return gate;
    }

    Witness witness() {
        return witness;
    }

    Server server() {
        return server;
    }

    List<Replica> replicas() {
        return replicas;
    }

    Replica replica(int index) {
        return replicas.get(index % replicas.size());
    }

    /** A value that was never written before. */
    String token() {
        return "t" + ++tokens;
    }

    /** What the eye sees at a replica now. */
    void look(int index) {
        Replica.Look look = replica(index).look();
        witness.shows(index % replicas.size(), look.shown(), look.pending(), look.rejected());
    }

    void perform(Action action) {
        network.tick();
        action.perform(this);
    }

    Network network() {
        return network;
    }

    Pace pace() {
        return pace;
    }

    void sync(int index) {
        replica(index).sync();
    }

    void deliver(Network.Message message) {
        Call call = message.call();
        if (message.request()) {
            call.arrivedAt(network.moment());
            witness.arrived(call);
            atServer.add(call);
            server.receive(call);
        } else {
            replica(call.replica()).answer(call, message.answer());
            look(call.replica());
        }
    }

    private void answered(Call call, Wire.Answer answer) {
        atServer.remove(call);
        if (answer == null) {
            fail(call);
            return;
        }
        witness.answered(call, answer);
        if (!call.copy()) {
            network.back(call, answer);
        }
    }

    void estate(int first, int second, String scope, boolean appends) {
        List<String> keys = twoOf("", first, second);
        if (!keys.isEmpty()) {
            server.estate(keys, new Server.Change(token(), scope, appends, false));
        }
    }

    void sql(int first, int second, String scope, boolean appends, boolean atOnce) {
        List<String> keys = twoOf("", first, second);
        if (!keys.isEmpty()) {
            server.sql(keys, new Server.Change(token(), scope, appends, false), atOnce);
        }
    }

    void sqlDelete(int first, int second, boolean atOnce) {
        List<String> keys = twoOf("k", first, second);
        if (!keys.isEmpty()) {
            keys.forEach(witness::erases);
            server.sql(keys, new Server.Change(token(), null, false, true), atOnce);
        }
    }

    /** One or two records that are on the server now. */
    private List<String> twoOf(String kind, int first, int second) {
        List<String> keys = new ArrayList<>(new TreeSet<>(server.content().keySet()));
        keys.removeIf(key -> !key.startsWith(kind));
        if (keys.isEmpty()) {
            return keys;
        }
        String one = keys.get(first % keys.size());
        String other = keys.get(second % keys.size());
        return one.equals(other) ? List.of(one) : List.of(one, other);
    }

    void lose(int pick) {
        if (network.size() > 0) {
            Network.Message message = network.take(pick % network.size());
            faults.count(message.request() ? "request lost" : "answer lost");
            fail(message.call());
        }
    }

    private void fail(Call call) {
        if (!call.copy()) {
            replica(call.replica()).answer(call, null);
            look(call.replica());
        }
    }

    void copy(int pick) {
        if (network.size() > 0) {
            Network.Message message = network.look(pick % network.size());
            faults.count(message.request() ? "request doubled" : "answer doubled");
            network.copy(message);
        }
    }

    void giveUp(int index) {
        List<Call> waiting = replica(index).waiting();
        for (Call call : waiting) {
            faults.count("delayed beyond patience");
            fail(call);
        }
    }

    void crashClient(int index) {
        faults.count("client crash");
        replica(index).crash();
        look(index);
    }

    void powerCut(int index) {
        if (replica(index).powerCut()) {
            faults.count("power cut");
            hasForgotten = true;
            witness.forgot(index % replicas.size());
            look(index);
        }
    }

    /** Whether a disk, the server's or a replica's, has lost what was written. */
    boolean hasForgotten() {
        return hasForgotten;
    }

    void withdraw(int index) {
        String id = replica(index).id();
        if (id != null) {
            server.withdraw(id);
        }
    }

    void crashServer() {
        faults.count("server crash");
        server.crash();
        hangUp();
    }

    private void hangUp() {
        List<Call> lost = new ArrayList<>(atServer);
        atServer.clear();
        lost.forEach(this::fail);
    }

    void backup() {
        server.backup();
        witness.backedUp();
    }

    void restore() {
        if (server.restore()) {
            faults.count("restore from backup");
            hasForgotten = true;
            witness.restored();
            hangUp();
        }
    }

    void purge(long age) {
        faults.count("purge");
        server.purge(age);
    }

    void clock(int who, int days) {
        boolean moved = who == 0 ? server.clock(days * DAY) : replica(who - 1).clock(days * DAY);
        if (moved) {
            faults.count("clock jump");
        }
    }

    void right(String user, String scope, boolean granted) {
        Set<String> scopes = rights.get(user);
        if (granted ? scopes.add(scope) : scopes.remove(scope)) {
            faults.count(granted ? "grant" : "revocation");
            server.rights(user, scopes);
            witness.rights(user, Set.copyOf(scopes));
        }
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        server.close();
    }
}
