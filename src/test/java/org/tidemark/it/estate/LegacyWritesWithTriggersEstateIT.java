package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.tidemark.it.server.Server;

/** What the estate's JPA code writes is numbered as ever where triggers have numbered it before. */
class LegacyWritesWithTriggersEstateIT extends LegacyWritesEstateIT {

    private final Server server;

    LegacyWritesWithTriggersEstateIT(Server server) {
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

    /** The user who has connected. */
    @Override
    String finder() {
        return server.isPostgres() ? "postgres" : "root";
    }
}
