package org.tidemark.it.server;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;

/** H2 with its data in a file, served by the test's JVM. For tests of any package. */
public final class H2 implements TestDatabase {

    private final int port = Ports.free();
    private final String url;
    private Server server;

    public H2() throws SQLException {
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Path file = Folders.fresh("h2").resolve("tidemark").toAbsolutePath();
        // Stays open while the server is down, as no other process could hold it: what a restart kills are connections.
        url = "jdbc:h2:tcp://127.0.0.1:" + port + "/" + file + ";DB_CLOSE_DELAY=-1";
        server = serve();
    }

    private Server serve() throws SQLException {
        return Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists")
                .start();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "sa";
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void startAgain() throws SQLException {
        server = serve();
    }

    @Override
    public DataSource dataSource() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    @Override
    public void close() {
        server.stop();
    }
}
