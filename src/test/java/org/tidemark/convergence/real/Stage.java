package org.tidemark.convergence.real;

import java.nio.file.Path;
import org.tidemark.it.server.H2;
import org.tidemark.it.server.MariaDb;
import org.tidemark.it.server.TestDatabase;

/**
 * What the real server runs on.
 *
 * @param target Maven's output folder, with the WAR and the servers in it
 * @param database {@code postgresql}, {@code mariadb} or {@code h2}
 * @param server {@code payara}, with EclipseLink, or {@code wildfly}, with Hibernate
 * @param nodes how many of them share the database; requests take turns
 */
public record Stage(Path target, String database, String server, int nodes) {

    TestDatabase start() {
        try {
            return switch (database) {
                case "postgresql" -> new Postgres(target.resolve("convergence"));
                case "mariadb" -> new MariaDb();
                case "h2" -> new H2();
                default -> throw new IllegalArgumentException("no database is called " + database);
            };
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(database + " did not start", e);
        }
    }

    Ledger ledger(TestDatabase started, Names names, String triggers) {
        return switch (database) {
            case "postgresql" -> new PostgresLedger(started, names, triggers);
            case "mariadb" -> new MariaLedger(started, names, triggers);
            default -> new H2Ledger(started, names);
        };
    }

    Node node(TestDatabase started) {
        return switch (server) {
            case "payara" -> Node.payara(target, started);
            case "wildfly" -> Node.wildfly(target, started);
            default -> throw new IllegalArgumentException("no server is called " + server);
        };
    }
}
