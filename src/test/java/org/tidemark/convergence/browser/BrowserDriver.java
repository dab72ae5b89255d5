package org.tidemark.convergence.browser;

import jakarta.json.Json;
import java.util.function.BiConsumer;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Faults;
import org.tidemark.convergence.Network;
import org.tidemark.convergence.Replica;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;
import org.tidemark.convergence.real.ServerDriver;
import org.tidemark.convergence.real.Stage;

/** The real client in Chromium against the real server: many replicas in one page, each a database of its own. */
public final class BrowserDriver extends ServerDriver {
    private final Bridge bridge;
    private int worlds;

    public BrowserDriver(Stage stage) {
        super(stage);
        bridge = new Bridge(base());
    }

    @Override
    public Server server(Setup setup, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers) {
        bridge.call("close");
        worlds++;
        return super.server(setup, witness, faults, answers);
    }

    @Override
    public Replica replica(int index, String user, Setup setup, Network network, Witness witness) {
        BrowserReplica replica = new BrowserReplica(index, user, bridge, http(), names(), network, witness);
        bridge.call(
                "open",
                index,
                "world-" + worlds + "-" + index,
                setup.tabs(),
                setup.tabs() == 1,
                Json.createObjectBuilder()
                        .add("page", setup.page())
                        .add("changesPerPush", setup.changesPerPush())
                        .build());
        return replica;
    }

    @Override
    public void close() {
        bridge.close();
        super.close();
    }
}
