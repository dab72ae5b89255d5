package org.tidemark.it.server;

import javax.sql.DataSource;
import org.tidemark.datasource.ConfiguredDataSource;

/** The database of a server that the test did not start. */
final class ForeignDatabase implements TestDatabase {

    @Override
    public String url() {
        return System.getProperty("tidemark.db.url", "");
    }

    @Override
    public String user() {
        return System.getProperty("tidemark.db.user");
    }

    @Override
    public String password() {
        return System.getProperty("tidemark.db.password");
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("the database is not ours to stop");
    }

    @Override
    public void startAgain() {
        throw new UnsupportedOperationException("the database is not ours to start");
    }

    @Override
    public DataSource dataSource() {
        return new ConfiguredDataSource();
    }

    @Override
    public void close() {
        // Not ours.
    }
}
