package org.tidemark.it.estate;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;
import org.tidemark.triggers.OrderSql;

/**
 * An order of the deployed estate, which other programs write by plain SQL, with the triggers that GET /api/triggers
 * gives.
 */
@ExtendWith(ServerExtension.class)
abstract class PlainSqlEstate {

    static final AtomicInteger NUMBERS = new AtomicInteger(7_000_000);
    final Server server;
    final Office office;
    final Device alice;
    final Device dave;
    final int id = NUMBERS.addAndGet(10);
    final String number = "SQL-" + id;

    PlainSqlEstate(Server server) {
        this.server = server;
        this.office = new Office(server);
        this.alice = new Device(server.as("alice"));
        this.dave = new Device(server.as("dave"));
    }

    @BeforeEach
    void install() throws SQLException {
        InstalledTriggers.on(server);
    }

    @AfterAll
    static void remove() throws SQLException, IOException {
        InstalledTriggers.remove();
    }

    void insert(String district) throws SQLException {
        run(OrderSql.inserted(id, district), line(id));
    }

    String line(int order) {
        String next = server.isPostgres() ? "nextval('fieldservice_id')" : "nextval(fieldservice_id)";
        return "insert into order_line (id, revision, service_order, item, quantity) values (" + next
                + " + 90000000, 1, " + order + ", 'Labour', 1)";
    }

    String update(String set) {
        return OrderSql.updated(id, set);
    }

    /** One transaction. */
    void run(String... statements) throws SQLException {
        runAt(Connection.TRANSACTION_READ_COMMITTED, statements);
    }

    void runAt(int isolation, String... statements) throws SQLException {
        try (Connection connection = server.connect()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        }
    }
}
