package org.tidemark.nodes;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.tidemark.it.server.TestDatabase;

/** One database server for all nodes. */
record SingleStore(TestDatabase database, boolean isPostgres) implements Store {

    @Override
    public String url(int node) {
        return database.url();
    }

    @Override
    public String user() {
        return database.user();
    }

    @Override
    public String password() {
        return database.password();
    }

    @Override
    public Connection connect() throws SQLException {
        return database.connect();
    }

    @Override
    public String kill() throws Exception {
        database.stop();
        return "the database";
    }

    @Override
    public void heal() throws Exception {
        database.startAgain();
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
