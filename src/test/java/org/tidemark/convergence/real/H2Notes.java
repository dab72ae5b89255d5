package org.tidemark.convergence.real;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.h2.api.Trigger;

/** Notes a change of a record, in H2, in the transaction that makes it. H2 makes one for each table. */
public final class H2Notes implements Trigger {
    private final Map<String, Integer> places = new HashMap<>();
    private String table;

    @Override
    public void init(Connection connection, String schema, String trigger, String name, boolean before, int type)
            throws SQLException {
        table = name.toLowerCase();
        try (ResultSet columns = connection.getMetaData().getColumns(null, schema, name, null)) {
            while (columns.next()) {
                places.put(columns.getString("COLUMN_NAME").toLowerCase(), columns.getInt("ORDINAL_POSITION") - 1);
            }
        }
    }

    @Override
    public void fire(Connection connection, Object[] before, Object[] after) throws SQLException {
        String sql = "insert into convergence_note (member, kind, record, transaction, before, after)"
                + " values (?, ?, ?, cast(transaction_id() as bigint), ?, ?)";
        try (PreparedStatement note = connection.prepareStatement(sql)) {
            note.setString(1, after == null ? null : value(after, "sync_modified_by"));
            note.setString(2, Ledger.kind(table));
            note.setString(3, value(after == null ? before : after, "id"));
            note.setString(4, json(before));
            note.setString(5, json(after));
            note.executeUpdate();
        }
    }

    private String json(Object[] row) {
        if (row == null) {
            return null;
        }
        JsonObjectBuilder json = Json.createObjectBuilder();
        for (String field : Ledger.COLUMNS.get(table).split(", ")) {
            String[] parts = field.split(" ");
            String value = value(row, parts[1]);
            if (value != null) {
                json.add(parts[0], value);
            }
        }
        return json.build().toString();
    }

    private String value(Object[] row, String column) {
        Object value = row[places.get(column)];
        return value == null ? null : value.toString();
    }
}
