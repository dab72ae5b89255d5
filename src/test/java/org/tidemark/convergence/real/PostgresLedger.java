package org.tidemark.convergence.real;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tidemark.it.ClientScript;
import org.tidemark.it.server.TestDatabase;

/** PostgreSQL, with Tidemark's triggers for plain SQL. It knows the order of all commits. */
final class PostgresLedger extends Ledger {
    private static final String NO_TRIGGERS = "set local session_replication_role = replica";

    private final String triggers;

    PostgresLedger(TestDatabase database, Names names, String triggers) {
        super(database, names);
        this.triggers = triggers;
    }

    @Override
    void install() {
        try {
            ClientScript.run(connection(), triggers);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        List<String> statements = new ArrayList<>(LEVERS);
        statements.addAll(List.of(
                "create table convergence_note (id bigserial primary key, member text, kind text, record uuid,"
                        + " transaction bigint default txid_current(), before jsonb, after jsonb)",
                "create schema backup"));
        for (String table : COLUMNS.keySet()) {
            statements.add(trigger(table));
            statements.add("create trigger noted after insert or update or delete on " + table
                    + " for each row execute function note_" + table + "()");
        }
        run(statements);
    }

    private String trigger(String table) {
        String note = " insert into convergence_note (member, kind, record, before, after) values (";
        String kind = ", '" + kind(table) + "', ";
        String before = object(table, "old");
        String after = object(table, "new");
        return "create function note_" + table + "() returns trigger language plpgsql as $$ begin"
                + " if tg_op = 'INSERT' then" + note + "new.sync_modified_by" + kind + "new.id, null, " + after + ");"
                + " elsif tg_op = 'UPDATE' then" + note + "new.sync_modified_by" + kind + "new.id, " + before + ", "
                + after + ");"
                + " else" + note + "null" + kind + "old.id, " + before + ", null);"
                + " end if; return null; end $$";
    }

    @Override
    boolean knowsOrder() {
        return true;
    }

    @Override
    String object(String table, String row) {
        return object("jsonb_build_object", table, row);
    }

    @Override
    void unwatched(List<String> statements) {
        run(Stream.concat(Stream.of(NO_TRIGGERS), statements.stream()).toList());
    }

    @Override
    void truncate(List<String> tables) {
        unwatched(List.of("truncate convergence_note, " + String.join(", ", tables)));
    }

    @Override
    String schema() {
        return "public";
    }

    @Override
    String older(String column, long seconds) {
        return column + " - make_interval(secs => " + seconds + ")";
    }

    @Override
    List<Note> unread() throws SQLException {
        return notes("with seen as (delete from convergence_note returning *) select * from seen"
                + " order by pg_xact_commit_timestamp(transaction::text::xid), transaction, id");
    }
}
