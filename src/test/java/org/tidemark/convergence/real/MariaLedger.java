package org.tidemark.convergence.real;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.it.ClientScript;
import org.tidemark.it.server.TestDatabase;

/**
 * MariaDB, with Tidemark's triggers for plain SQL. A transaction has a number only in tables with system versioning, so
 * the notes are such a table. Its rows are never deleted, as that would keep them twice.
 */
final class MariaLedger extends Ledger {
    /** A transaction takes the numbers of its notes one by one: one that is late is not far behind. */
    private static final int LATE = 1000;

    private static final String NOTES = "create table convergence_note (id bigint auto_increment primary key,"
            + " member varchar(200), kind char(1), record varchar(36), before_ text, after_ text,"
            + " transaction bigint unsigned generated always as row start,"
            + " ended bigint unsigned generated always as row end, period for system_time (transaction, ended))"
            + " engine InnoDB with system versioning";

    private final String triggers;
    private final Set<Long> read = new HashSet<>();
    private long last;

    MariaLedger(TestDatabase database, Names names, String triggers) {
        super(database, names);
        this.triggers = triggers;
    }

    @Override
    void install() {
        List<String> statements = new ArrayList<>(LEVERS);
        statements.addAll(List.of(NOTES, "create database backup"));
        for (String table : COLUMNS.keySet()) {
            String before = object(table, "old");
            String after = object(table, "new");
            statements.add(trigger(table, "insert", "new.sync_modified_by", "new.id", "null", after));
            statements.add(trigger(table, "update", "new.sync_modified_by", "new.id", before, after));
            statements.add(trigger(table, "delete", "null", "old.id", before, "null"));
        }
        run(statements);
        installTriggers();
    }

    private static String trigger(String table, String event, String by, String id, String before, String after) {
        return "create trigger noted_" + event + "_" + table + " after " + event + " on " + table + " for each row"
                + " insert into convergence_note (member, kind, record, before_, after_) values (" + by + ", '"
                + kind(table) + "', " + id + ", " + before + ", " + after + ")";
    }

    private void installTriggers() {
        try {
            ClientScript.run(connection(), triggers);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** They run for everybody, whatever a session says; so whoever copies tables takes them away meanwhile. */
    @Override
    void unwatched(List<String> statements) {
        try {
            ClientScript.run(connection(), ClientScript.removal("MariaDB"));
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
        List<String> all = new ArrayList<>(List.of("set foreign_key_checks = 0"));
        all.addAll(statements);
        all.add("set foreign_key_checks = 1");
        run(all);
        installTriggers();
        forget();
    }

    /** What was noted meanwhile. */
    private void forget() {
        run(List.of("drop table convergence_note", NOTES));
        read.clear();
        last = 0;
    }

    @Override
    boolean knowsOrder() {
        return false;
    }

    @Override
    String object(String table, String row) {
        return object("json_object", table, row);
    }

    @Override
    void truncate(List<String> tables) {
        List<String> statements = new ArrayList<>(List.of("set foreign_key_checks = 0"));
        tables.forEach(table -> statements.add("truncate table " + table));
        statements.add("set foreign_key_checks = 1");
        run(statements);
        forget();
    }

    @Override
    String schema() {
        return "tidemark";
    }

    @Override
    String older(String column, long seconds) {
        return column + " - interval " + seconds + " second";
    }

    @Override
    List<Note> unread() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "select id from convergence_note where id > " + (last - LATE) + " order by id")) {
            while (rows.next()) {
                if (read.add(rows.getLong(1))) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        if (ids.isEmpty()) {
            return List.of();
        }
        last = Math.max(last, ids.get(ids.size() - 1));
        String list = ids.stream()
                .map(String::valueOf)
                .reduce((one, other) -> one + ", " + other)
                .orElseThrow();
        return byLastNote(notes("select member, kind, record, transaction, before_ as `before`, after_ as `after`"
                + " from convergence_note where id in (" + list + ") order by id"));
    }
}
