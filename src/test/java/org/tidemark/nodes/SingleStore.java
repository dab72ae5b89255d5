package org.tidemark.nodes;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.tidemark.it.server.TestDatabase;

/** One database server for all nodes. */
final class SingleStore implements Store {

    private final TestDatabase database;
    private final boolean isPostgres;
    private boolean isKilled;

    SingleStore(TestDatabase database, boolean isPostgres) {
        this.database = database;
        this.isPostgres = isPostgres;
    }

    @Override
    public boolean isPostgres() {
        return isPostgres;
    }

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
        isKilled = true;
        return "the database";
    }

    /** Once for each time: a second server beside the first would be left over. */
    @Override
    public void heal() throws Exception {
        if (isKilled) {
            database.startAgain();
            isKilled = false;
        }
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
