package org.tidemark.tables;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.tidemark.it.MariaDb;

/** Its connections read as MariaDB does by itself: what was committed when the transaction began. */
final class FieldServiceOnMariaDb extends FieldService {

    private final MariaDb database = new MariaDb();

    FieldServiceOnMariaDb() throws Exception {
        try (Connection connection = connect()) {
            run(connection, file("src/test/resources/com/example/fieldservice/legacy.sql"));
            run(connection, adoption());
            run(connection, file("src/main/resources/org/tidemark/db/mariadb/V1__tidemark.sql"));
            runScript(connection, catalog("hibernate", Catalog::script).text());
        }
    }

    private static String adoption() throws IOException {
        return file("src/test/resources/com/example/fieldservice/adopt.sql")
                .replace("gen_random_uuid()", "uuid()")
                .replace(
                        "timestamp(6) with time zone default current_timestamp",
                        "datetime(6) default current_timestamp(6)")
                .replace("varchar(100)", "varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin");
    }

    /** As the client does. */
    static void runScript(Connection connection, String text) throws SQLException {
        String between = "\n//\n";
        int from = text.indexOf("delimiter //\n") + "delimiter //\n".length();
        for (String statement :
                text.substring(from, text.lastIndexOf("delimiter ;")).split(between)) {
            if (!statement.isBlank()) {
                run(connection, statement.strip());
            }
        }
    }

    @Override
    DataSource source() {
        return database.dataSource();
    }

    DataSource source(String user, String password) throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(database.url());
        source.setUser(user);
        source.setPassword(password);
        return source;
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
