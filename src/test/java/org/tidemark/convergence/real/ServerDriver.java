package org.tidemark.convergence.real;

import java.nio.file.Path;
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

/** The model's replicas against the real server, started once for all histories; each begins with empty tables. */
public class ServerDriver implements Driver {
    private final Postgres postgres;
    private final Payara payara;
    private final Ledger ledger;
    private final Names names = new Names();
    private final Http http;

    /** @param target Maven's output folder, with the WAR and the server in it */
    public ServerDriver(Path target) {
        postgres = new Postgres(target.resolve("convergence"));
        payara = new Payara(target, postgres.url());
        ledger = new Ledger(postgres, names);
        ledger.install();
        http = new Http(payara.base());
    }

    /** What UUIDs are called here. */
    protected Names names() {
        return names;
    }

    protected Http http() {
        return http;
    }

    protected String base() {
        return payara.base();
    }

    @Override
    public Server server(Setup setup, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers) {
        ledger.clear();
        return new RealServer(postgres, ledger, http, names, witness, answers);
    }

    @Override
    public Replica replica(int index, String user, Setup setup, Network network, Witness witness) {
        return new ModelReplica(index, user, setup, null, network, witness);
    }

    @Override
    public void close() {
        payara.close();
        postgres.close();
    }
}
