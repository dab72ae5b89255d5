package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.tidemark.it.server.Server;

/** Observers hear the same, and once, where triggers number what is written before they are told. */
class EventsWithTriggersEstateIT extends EventsEstateIT {

    private final Server server;

    EventsWithTriggersEstateIT(Server server) {
        super(server);
        this.server = server;
    }

    @BeforeEach
    void install() throws SQLException {
        assumeFalse(server.isH2());
        InstalledTriggers.on(server);
    }

    @AfterAll
    static void remove() throws SQLException, IOException {
        InstalledTriggers.remove();
    }
}
