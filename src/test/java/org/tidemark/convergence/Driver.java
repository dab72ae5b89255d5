package org.tidemark.convergence;

import java.util.function.BiConsumer;
import org.tidemark.convergence.history.Witness;

/** Makes the server and the replicas of one history. */
public interface Driver extends AutoCloseable {

    /** A fresh and empty server; {@code answers} is told whatever it answers. */
    Server server(Setup setup, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers);

    Replica replica(int index, String user, Setup setup, Network network, Witness witness);

    @Override
    default void close() {}
}
