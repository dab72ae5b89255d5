package org.tidemark.it.server;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.opentest4j.TestAbortedException;
import org.tidemark.it.Caller;

/** The server under test, with the demo on. */
public final class Server implements CloseableResource {

    private final URI base;
    private final TestDatabase database;
    private final Container container;

    private Server(URI base, TestDatabase database, Container container) {
        this.base = base;
        this.database = database;
        this.container = container;
    }

    static Server start() {
        try {
            String running = System.getProperty("tidemark.it.url");
            if (running != null) {
                return new Server(URI.create(running), new ForeignDatabase(), null);
            }
            TestDatabase database = TestDatabase.start();
            if (SampleEstate.isTested()) {
                SampleEstate.prepare(database);
            }
            Container container = Container.deploy(database);
            return new Server(container.base(), database, container);
        } catch (TestAbortedException notHere) {
            throw notHere;
        } catch (Exception e) {
            throw new IllegalStateException("The server under test did not start", e);
        }
    }

    /** Without a slash at the end. */
    public URI base() {
        return base;
    }

    /** The server's database, reached directly, not through its pool. */
    public DataSource database() {
        return database.dataSource();
    }

    public Connection connect() throws SQLException {
        return database.connect();
    }

    public boolean isH2() {
        return database.url().startsWith("jdbc:h2:");
    }

    public boolean isPostgres() {
        return database.url().startsWith("jdbc:postgresql:");
    }

    public void restartDatabase() throws Exception {
        withoutDatabase(() -> null);
    }

    /** Kills the database, does the work, and starts it again. */
    public <T> T withoutDatabase(Callable<T> work) throws Exception {
        database.stop();
        try {
            return work.call();
        } finally {
            database.startAgain();
        }
    }

    /** What the server has logged so far, if its log is within reach. */
    public List<String> log() throws IOException {
        return container == null ? List.of() : container.log();
    }

    /** Sends requests as this user, by HTTP Basic. */
    public Caller as(String user) {
        return as(user, user);
    }

    public Caller as(String user, String password) {
        return new Caller(base, user, password);
    }

    /** Sends requests without saying who. */
    public Caller anonymously() {
        return new Caller(base, null, null);
    }

    @Override
    public void close() throws Exception {
        if (container != null) {
            container.stop();
        }
        database.close();
    }
}
