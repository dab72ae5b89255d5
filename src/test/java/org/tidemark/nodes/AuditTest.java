package org.tidemark.nodes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An audit that finds nothing says something only if it would find each kind of loss. */
class AuditTest {

    private static final String COMPANY = "5f3c2a10-0000-4000-8000-000000000001";
    private static final String CONFLICT = "5f3c2a10-0000-4000-8000-000000000002";

    private final Store store = new Tables("jdbc:h2:mem:" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");
    private final Book book = new Book();

    @BeforeEach
    void aRecordThatOneEditHasChanged() throws SQLException {
        sql("create table nodes_history (company uuid, phone_before varchar(40), phone_after varchar(40))");
        sql("create table company (id uuid, phone varchar(40), sync_version bigint, region varchar(20))");
        sql("create table tidemark_conflict (id uuid, body varchar(400))");
        book.applied(book.edit(COMPANY, "old"));
        sql("insert into nodes_history values ('" + COMPANY + "', 'old', 'token 1')");
        sql("insert into company values ('" + COMPANY + "', 'token 1', 7, 'emea')");
    }

    @Test
    void nothing_is_wrong_where_each_edit_replaced_what_its_writer_saw() throws SQLException {
        assertEquals(List.of(), violations());
    }

    @Test
    void an_acknowledged_edit_that_is_lost_is_found() throws SQLException {
        book.applied(book.edit(COMPANY, "token 1"));
        found("token 2 was acknowledged, and is lost");
    }

    @Test
    void an_edit_that_was_applied_twice_is_found() throws SQLException {
        sql("insert into nodes_history values ('" + COMPANY + "', 'old', 'token 1')");
        found("token 1 was applied twice");
    }

    @Test
    void an_edit_over_what_its_writer_had_not_seen_is_found() throws SQLException {
        book.applied(book.edit(COMPANY, "old"));
        sql("insert into nodes_history values ('" + COMPANY + "', 'token 1', 'token 2')");
        sql("update company set phone = 'token 2'");
        found("token 2 replaced token 1, and its writer had seen old");
    }

    @Test
    void a_record_that_is_not_what_its_last_edit_made_is_found() throws SQLException {
        sql("update company set phone = 'old'");
        found("company " + COMPANY + " is old, and its history ends with [token 1]");
    }

    @Test
    void a_conflict_that_is_not_in_the_register_is_found() throws SQLException {
        book.conflict(CONFLICT, book.edit(COMPANY, "old"));
        sql("insert into tidemark_conflict values ('" + CONFLICT + "', '{\"phone\":\"token 1\"}')");
        found("token 2 was registered as conflict " + CONFLICT + ", which is not there");
    }

    @Test
    void a_device_that_holds_less_than_the_server_is_found() throws SQLException {
        var device = new Device(null, book, 1);
        assertEquals(List.of("a device holds 0 companies of 1"), new Audit(store).violations(book, List.of(device)));
    }

    private void found(String violation) throws SQLException {
        List<String> violations = violations();
        assertTrue(violations.contains(violation), violations::toString);
    }

    private List<String> violations() throws SQLException {
        return new Audit(store).violations(book, List.of());
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = store.connect()) {
            connection.createStatement().execute(statement);
        }
    }

    private record Tables(String address) implements Store {

        @Override
        public String url(int node) {
            return address;
        }

        @Override
        public String user() {
            return "";
        }

        @Override
        public String password() {
            return "";
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(address);
        }

        @Override
        public boolean isPostgres() {
            return false;
        }

        @Override
        public String kill() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void heal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            // It ends with the JVM.
        }
    }
}
