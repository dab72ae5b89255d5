package org.tidemark.convergence.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Driver;
import org.tidemark.convergence.Faults;
import org.tidemark.convergence.Network;
import org.tidemark.convergence.Replica;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;
import org.tidemark.convergence.model.ModelReplica;
import org.tidemark.it.server.TestDatabase;

/** The model's replicas against the real server, started once for all histories; each begins with empty tables. */
public class ServerDriver implements Driver {
    private final TestDatabase database;
    private final List<Node> nodes = new ArrayList<>();
    private final Ledger ledger;
    private final Names names = new Names();
    private final Http http;

    public ServerDriver(Stage stage) {
        database = stage.start();
        try {
            for (int node = 0; node < stage.nodes(); node++) {
                nodes.add(stage.node(database));
            }
            http = new Http(nodes.stream().map(Node::base).toList());
            String triggers = http.get(Setup.STEWARD, "/api/triggers").body();
            ledger = stage.ledger(database, names, triggers);
            ledger.install();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    /** What UUIDs are called here. */
    protected Names names() {
        return names;
    }

    protected Http http() {
        return http;
    }

    protected String base() {
        return nodes.get(0).base();
    }

    @Override
    public Server server(Setup setup, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers) {
        ledger.clear();
        // What code of the application has kept is of another history, though the ids are the same. Nodes take turns.
        nodes.forEach(node -> http.post(null, "/convergence/forget", null).join());
        ledger.rule(setup.merge());
        return new RealServer(database, ledger, http, names, witness, faults, answers);
    }

    @Override
    public Replica replica(int index, String user, Setup setup, Network network, Witness witness) {
        return new ModelReplica(index, user, setup, null, network, witness);
    }

    @Override
    public void close() {
        ledger.close();
        end();
    }

    private void end() {
        nodes.forEach(Node::close);
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
