package org.tidemark.bench.report;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.zip.GZIPOutputStream;
import org.tidemark.bench.Database;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Http;

/**
 * The least that has to be done for the same effect: a batch of updates, a query written out as packed JSON. On a table
 * of its own with the same rows and indexes, so that the records of the measured server stay as it knows them.
 */
public final class Limits implements AutoCloseable {

    private static final int CHUNK = 1_000;
    private static final int FETCH = 5_000;

    private final Connection connection;
    private final HttpServer server;
    private int round;

    public Limits(Database database) throws SQLException, IOException {
        connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists bare");
            statement.execute("create table bare (like company including all)");
            statement.execute("insert into bare select * from company");
            statement.execute("vacuum analyze bare");
        }
        connection.setAutoCommit(false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = new Packed(exchange.getResponseBody())) {
                write(out);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        });
        server.start();
    }

    /** The same columns of the same rows, a chunk at a time, each chunk a transaction. */
    public void update(int count) throws SQLException {
        round++;
        OffsetDateTime now = OffsetDateTime.now();
        try (PreparedStatement update = connection.prepareStatement("update bare set phone = ?, sync_version = ?,"
                + " sync_modified_at = ?, sync_modified_by = ? where id = ?")) {
            for (int i = 0; i < count; i++) {
                update.setString(1, Companies.phone(round, i));
                update.setLong(2, 1_000_000_000L * round + i);
                update.setObject(3, now);
                update.setString(4, "alice");
                update.setObject(5, Companies.id(i));
                update.addBatch();
                if ((i + 1) % CHUNK == 0 || i + 1 == count) {
                    update.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    /** Packed as the server packs. */
    private static final class Packed extends GZIPOutputStream {

        Packed(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(3);
        }
    }

    /** Where all records can be had in one stream. */
    public Http http() {
        return new Http(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null);
    }

    private void write(OutputStream out) throws SQLException {
        try (Statement statement = connection.createStatement();
                JsonGenerator json = Json.createGenerator(out)) {
            statement.setFetchSize(FETCH);
            ResultSet row = statement.executeQuery(
                    "select id, sync_version, sync_modified_at, sync_modified_by, name, vat_number,"
                            + " region, phone, email, street, city, postal_code, country, employees, annual_revenue, founded, notes"
                            + " from bare where sync_scope = 'emea' order by sync_version");
            json.writeStartArray();
            while (row.next()) {
                write(json, row);
            }
            json.writeEnd();
        }
        connection.commit();
    }

    private static void write(JsonGenerator json, ResultSet row) throws SQLException {
        json.writeStartObject()
                .write("id", row.getString(1))
                .write("version", row.getLong(2))
                .write(
                        "modifiedAt",
                        row.getObject(3, OffsetDateTime.class).toInstant().toString())
                .write("modifiedBy", row.getString(4))
                .writeStartObject("fields")
                .write("name", row.getString(5))
                .write("vatNumber", row.getString(6))
                .write("region", row.getString(7))
                .write("phone", row.getString(8))
                .write("email", row.getString(9))
                .writeStartObject("address")
                .write("street", row.getString(10))
                .write("city", row.getString(11))
                .write("postalCode", row.getString(12))
                .write("country", row.getString(13))
                .writeEnd()
                .write("employees", row.getInt(14))
                .write("annualRevenue", row.getString(15))
                .write("founded", row.getString(16))
                .write("notes", row.getString(17))
                .writeEnd()
                .writeEnd();
    }

    @Override
    public void close() throws SQLException {
        server.stop(0);
        connection.close();
    }
}
