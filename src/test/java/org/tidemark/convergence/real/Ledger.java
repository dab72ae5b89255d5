package org.tidemark.convergence.real;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The database seen from outside: triggers of our own note every change of a record in the transaction that makes it.
 * Nothing here knows of versions, clocks or tombstones; tables are copied whole for a backup.
 */
public final class Ledger {
    /** One record before and after a transaction; {@code user} is who the row says changed it, or null. */
    record Note(long transaction, String user, String key, Map<String, String> before, Map<String, String> after) {}

    private static final List<String> TABLES = List.of(
            "company",
            "contact",
            "tidemark_server",
            "tidemark_clock",
            "tidemark_replica",
            "tidemark_tombstone",
            "tidemark_conflict");
    private static final String COMPANY = "jsonb_build_object('name', %1$s.name, 'vatNumber', %1$s.vat_number,"
            + " 'phone', %1$s.phone, 'notes', %1$s.notes, 'region', %1$s.region)";
    private static final String CONTACT = "jsonb_build_object('name', %1$s.name, 'role', %1$s.role,"
            + " 'phone', %1$s.phone, 'company', %1$s.company)";

    private final Postgres postgres;
    private final Names names;

    public Ledger(Postgres postgres, Names names) {
        this.postgres = postgres;
        this.names = names;
    }

    /** Called once the application has made its tables. */
    void install() {
        run(
                "create table convergence_right (member varchar(200), scope varchar(100))",
                "create table convergence_note (id bigserial primary key, member text, kind text, record uuid,"
                        + " transaction bigint default txid_current(),"
                        + " before jsonb, after jsonb)",
                trigger("company", "c", COMPANY),
                trigger("contact", "k", CONTACT),
                "create trigger noted after insert or update or delete on company"
                        + " for each row execute function note_company()",
                "create trigger noted after insert or update or delete on contact"
                        + " for each row execute function note_contact()",
                "create schema backup");
    }

    private static String trigger(String table, String kind, String fields) {
        return "create function note_" + table + "() returns trigger language plpgsql as $$ begin"
                + " if tg_op = 'INSERT' then insert into convergence_note (member, kind, record, before, after)"
                + " values (new.sync_modified_by, '" + kind + "', new.id, null, " + fields.formatted("new") + ");"
                + " elsif tg_op = 'UPDATE' then insert into convergence_note (member, kind, record, before, after)"
                + " values (new.sync_modified_by, '" + kind + "', new.id, " + fields.formatted("old") + ", "
                + fields.formatted("new") + ");"
                + " else insert into convergence_note (member, kind, record, before, after)"
                + " values (null, '" + kind + "', old.id, " + fields.formatted("old") + ", null);"
                + " end if; return null; end $$";
    }

    /** Forgets everything but the server's identity. */
    void clear() {
        run("truncate company, contact, tidemark_clock, tidemark_replica, tidemark_tombstone, tidemark_conflict,"
                + " convergence_right, convergence_note");
    }

    void rights(String user, Iterable<String> scopes) {
        List<String> statements = new ArrayList<>();
        statements.add("delete from convergence_right where member = '" + user + "'");
        scopes.forEach(
                scope -> statements.add("insert into convergence_right values ('" + user + "', '" + scope + "')"));
        run(statements.toArray(String[]::new));
    }

    void backup() {
        List<String> statements = new ArrayList<>();
        statements.add("set transaction isolation level repeatable read");
        for (String table : TABLES) {
            statements.add("drop table if exists backup." + table);
            statements.add("create table backup." + table + " as select * from public." + table);
        }
        run(statements.toArray(String[]::new));
    }

    void restore() {
        List<String> statements = new ArrayList<>();
        statements.add("set local session_replication_role = replica");
        for (String table : TABLES) {
            statements.add("delete from public." + table);
            statements.add("insert into public." + table + " select * from backup." + table);
        }
        run(statements.toArray(String[]::new));
    }

    /** Makes every date in the tables so many seconds older; records, versions and everything else stay. */
    void age(long seconds) {
        run("set local session_replication_role = replica", """
                do $$ declare dated record; begin
                  for dated in select table_name, column_name from information_schema.columns
                      where table_schema = 'public' and data_type like 'timestamp%' and table_name in ('TABLES') loop
                    execute format('update public.%I set %I = %I - make_interval(secs => SECONDS)',
                        dated.table_name, dated.column_name, dated.column_name);
                  end loop;
                end $$""".replace("TABLES", String.join("', '", TABLES))
                .replace("SECONDS", Long.toString(seconds)));
    }

    private void run(String... statements) {
        try (Connection connection = postgres.connect()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The changes that were committed since this was last asked, one transaction after the other. Code of the estate
     * writes a row and then, when it commits, its number and its author: what one transaction made of a record is one
     * change.
     */
    List<Note> read() {
        Map<String, Note> notes = new LinkedHashMap<>();
        String sql = "with seen as (delete from convergence_note returning *) select * from seen"
                + " order by pg_xact_commit_timestamp(transaction::text::xid), transaction, id";
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Note note = new Note(
                        rows.getLong("transaction"),
                        rows.getString("member"),
                        names.key(rows.getString("kind"), rows.getString("record")),
                        fields(rows.getString("before")),
                        fields(rows.getString("after")));
                notes.merge(
                        note.transaction() + " " + note.key(),
                        note,
                        (first, last) ->
                                new Note(last.transaction(), last.user(), last.key(), first.before(), last.after()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return List.copyOf(notes.values());
    }

    Map<String, Map<String, String>> content() {
        Map<String, Map<String, String>> content = new TreeMap<>();
        String sql = "select 'c', r.id, " + COMPANY.formatted("r") + " from company r" + " union all select 'k', r.id, "
                + CONTACT.formatted("r") + " from contact r";
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                content.put(names.key(rows.getString(1), rows.getString(2)), fields(rows.getString(3)));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return content;
    }

    private Map<String, String> fields(String json) {
        return json == null ? null : new HashMap<>(names.fields(Names.parse(json)));
    }
}
