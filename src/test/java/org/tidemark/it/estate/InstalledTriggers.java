package org.tidemark.it.estate;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.tidemark.it.ClientScript;
import org.tidemark.it.server.Server;

/** The triggers that GET /api/triggers gives, for a test class: the others know nothing of them. */
final class InstalledTriggers {

    private static Server installed;

    private InstalledTriggers() {}

    /** Makes them where there are any, before the first test of a class. */
    static void on(Server server) throws SQLException {
        if (!server.isH2() && installed == null) {
            try (Connection connection = server.connect()) {
                ClientScript.run(
                        connection, server.as("carol").get("/api/triggers").text());
            }
            installed = server;
        }
    }

    /** After the last one. */
    static void remove() throws SQLException, IOException {
        if (installed != null) {
            try (Connection connection = installed.connect()) {
                ClientScript.run(
                        connection,
                        ClientScript.removal(connection.getMetaData().getDatabaseProductName()));
            }
            installed = null;
        }
    }
}
