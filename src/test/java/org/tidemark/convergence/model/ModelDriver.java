package org.tidemark.convergence.model;

import java.util.function.BiConsumer;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Driver;
import org.tidemark.convergence.Faults;
import org.tidemark.convergence.Network;
import org.tidemark.convergence.Replica;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/** Server and replicas in memory, as the protocol wants them, or broken in one named way. */
public final class ModelDriver implements Driver {
    private final Broken broken;

    /** @param broken null for none */
    public ModelDriver(Broken broken) {
        this.broken = broken;
    }

    @Override
    public Server server(Setup setup, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers) {
        return new ModelServer(setup, broken, witness, faults, answers);
    }

    @Override
    public Replica replica(int index, String user, Setup setup, Network network, Witness witness) {
        return new ModelReplica(index, user, setup, broken, network, witness);
    }
}
