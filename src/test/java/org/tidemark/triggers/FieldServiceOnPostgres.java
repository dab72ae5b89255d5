package org.tidemark.triggers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.tidemark.it.server.EstateDatabase;

final class FieldServiceOnPostgres extends FieldService {

    private final EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();

    FieldServiceOnPostgres() throws Exception {
        adopt(EstateDatabase.POSTGRESQL);
    }

    @Override
    DataSource source() {
        return postgres.getPostgresDatabase();
    }

    @Override
    Map<String, String> connection() {
        return Map.of(
                "jakarta.persistence.jdbc.url", postgres.getJdbcUrl("postgres", "postgres"),
                "jakarta.persistence.jdbc.user", "postgres",
                "jakarta.persistence.jdbc.password", "postgres");
    }

    @Override
    String user() {
        return "postgres";
    }

    @Override
    String writer(String name) {
        return "set local tidemark.writer = '" + name + "'";
    }

    @Override
    String newId() {
        return "gen_random_uuid()";
    }

    @Override
    String unlessThere(String insert) {
        return insert + " on conflict do nothing";
    }

    @Override
    String nullableDistrict() {
        return "alter table service_order alter district drop not null";
    }

    @Override
    String incomplete() {
        return "drop trigger tidemark_note_update_orders on service_order";
    }

    @Override
    String older() {
        return "comment on function tidemark_commit_orders() is 'tidemark 0'";
    }

    @Override
    void runAsClerk(String... statements) throws SQLException {
        run(
                "do 'begin create role clerk; exception when duplicate_object then null; end'",
                "grant select, insert, update, delete on service_order, order_line to clerk");
        String[] all = new String[statements.length + 1];
        all[0] = "set local role clerk";
        System.arraycopy(statements, 0, all, 1, statements.length);
        run(all);
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
