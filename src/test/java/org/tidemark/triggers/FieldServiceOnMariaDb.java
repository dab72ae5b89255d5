package org.tidemark.triggers;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.tidemark.it.server.EstateDatabase;
import org.tidemark.it.server.MariaDb;

/** Its connections read as MariaDB does by itself: what was committed when the transaction began. */
final class FieldServiceOnMariaDb extends FieldService {

    private final MariaDb database = new MariaDb();

    FieldServiceOnMariaDb() throws Exception {
        adopt(EstateDatabase.MARIADB);
    }

    @Override
    DataSource source() {
        return source("root", "");
    }

    private DataSource source(String user, String password) {
        try {
            return new MariaDbDataSource(
                    database.url() + "?allowMultiQueries=true&user=" + user + "&password=" + password);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    Map<String, String> connection() {
        return Map.of(
                "jakarta.persistence.jdbc.url", database.url(),
                "jakarta.persistence.jdbc.user", database.user(),
                "jakarta.persistence.jdbc.password", database.password());
    }

    @Override
    String user() {
        return "root";
    }

    @Override
    String writer(String name) {
        return "set @tidemark_writer = '" + name + "'";
    }

    @Override
    String newId() {
        return "uuid()";
    }

    @Override
    String unlessThere(String insert) {
        return insert.replaceFirst("insert", "insert ignore");
    }

    @Override
    String nullableDistrict() {
        return "alter table service_order modify district varchar(20)";
    }

    @Override
    String incomplete() {
        return "drop trigger tidemark_updated_orders";
    }

    @Override
    String older() {
        return "alter procedure tidemark_digest_orders comment 'tidemark 0'";
    }

    @Override
    void runAsClerk(String... statements) throws SQLException {
        run(
                "create user if not exists clerk@localhost identified by 'clerk'",
                "grant select, insert, update, delete on tidemark.service_order to clerk@localhost",
                "grant select, insert, update, delete on tidemark.order_line to clerk@localhost");
        run(source("clerk", "clerk"), statements);
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
