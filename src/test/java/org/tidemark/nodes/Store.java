package org.tidemark.nodes;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.tidemark.convergence.real.Postgres;
import org.tidemark.it.server.MariaDb;

/** A database, of one machine or of several, that can be killed under load. */
interface Store extends AutoCloseable {

    static Store named(String name, Path folder) throws Exception {
        return switch (name) {
            case "postgresql" -> new SingleStore(new Postgres(folder), true);
            case "mariadb" -> new SingleStore(new MariaDb(), false);
            case "patroni" -> new Patroni(folder);
            case "galera" -> new Galera(folder);
            default ->
                throw new IllegalArgumentException(
                        "-Ddatabase is postgresql, mariadb, patroni or galera, and not " + name);
        };
    }

    /** What a node connects to: where each has a member of its own, they differ. */
    String url(int node);

    String user();

    String password();

    /** With the rights to make a trigger, to whoever answers now. */
    Connection connect() throws SQLException;

    boolean isPostgres();

    /** SIGKILL to that member on which most depends. Returns what it was. */
    String kill() throws Exception;

    /** Starts what was killed, and waits until it is a full member again. */
    void heal() throws Exception;

    @Override
    void close() throws Exception;
}
