package org.tidemark.convergence.real;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tidemark.convergence.Setup;
import org.tidemark.it.server.TestDatabase;

/**
 * The database seen from outside: triggers of our own note every change of a record in the transaction that makes it.
 * Nothing here knows of versions, clocks or tombstones; tables are copied whole for a backup.
 */
abstract class Ledger implements AutoCloseable {
    /** One record before and after a transaction; {@code user} is who the row says changed it, or null. */
    record Note(long transaction, String user, String key, Map<String, String> before, Map<String, String> after) {}

    /** What the WAR reads that the machine deploys. */
    static final List<String> LEVERS = List.of(
            "create table convergence_right (member varchar(200), scope varchar(100))",
            "create table convergence_rule (decision varchar(20))");

    /** In an order in which rows can be inserted; the other way round they can be deleted. */
    static final List<String> TABLES = List.of(
            "company",
            "contact",
            "tidemark_server",
            "tidemark_clock",
            "tidemark_replica",
            "tidemark_tombstone",
            "tidemark_conflict");

    /** What a clearing leaves alone. */
    private static final String IDENTITY = "tidemark_server";

    static final Map<String, String> COLUMNS = columns();

    private static final int TRIES = 5;

    /** Deadlocks and serialization failures. */
    private static final List<String> AGAIN = List.of("40001", "40P01");

    private final TestDatabase database;
    final Names names;

    /** Kept open: to connect takes longer than to ask. */
    private Connection connection;

    Ledger(TestDatabase database, Names names) {
        this.database = database;
        this.names = names;
        reconnect();
    }

    /** Column by field, of both tables. */
    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("company", "name name, vatNumber vat_number, phone phone, notes notes, region region");
        columns.put("contact", "name name, role role, phone phone, company company");
        return columns;
    }

    static String kind(String table) {
        return table.equals("company") ? "c" : "k";
    }

    /** Called once the application has made its tables. */
    abstract void install();

    /** Whether notes are read in the order in which their transactions were committed. */
    abstract boolean knowsOrder();

    /** An expression for the fields of a row. */
    abstract String object(String table, String row);

    /** The same, by a function that takes names and columns in turns. */
    static String object(String function, String table, String row) {
        List<String> members = Stream.of(COLUMNS.get(table).split(", "))
                .map(field -> "'" + field.split(" ")[0] + "', " + row + "." + field.split(" ")[1])
                .toList();
        return function + "(" + String.join(", ", members) + ")";
    }

    /** Where the application's tables are. */
    abstract String schema();

    /** One transaction in which nothing of ours or of the application's watches over the rows. */
    abstract void unwatched(List<String> statements);

    void backup() {
        List<String> statements = new ArrayList<>();
        for (String table : TABLES) {
            statements.add("drop table if exists backup." + table);
            statements.add("create table backup." + table + " as select * from " + schema() + "." + table);
        }
        run(statements);
    }

    void restore() {
        List<String> statements = new ArrayList<>();
        List<String> backwards = new ArrayList<>(TABLES);
        Collections.reverse(backwards);
        backwards.forEach(table -> statements.add("delete from " + schema() + "." + table));
        TABLES.forEach(
                table -> statements.add("insert into " + schema() + "." + table + " select * from backup." + table));
        unwatched(statements);
    }

    /** Makes every date in the tables so many seconds older; records, versions and everything else stay. */
    void age(long seconds) {
        List<String> statements = new ArrayList<>();
        for (String[] at : dated()) {
            statements.add("update " + schema() + "." + at[0] + " set " + at[1] + " = " + older(at[1], seconds));
        }
        unwatched(statements);
    }

    /** An expression for a date some seconds before the one in a column. */
    abstract String older(String column, long seconds);

    abstract void truncate(List<String> tables);

    /** The notes that were not read before. */
    abstract List<Note> unread() throws SQLException;

    /** After the database was away. */
    void reconnect() {
        try {
            close();
            connection = database.connect();
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets everything but the server's identity. */
    void clear() {
        List<String> tables = new ArrayList<>(TABLES);
        tables.remove(IDENTITY);
        tables.add("convergence_right");
        truncate(tables);
    }

    void rights(String user, Iterable<String> scopes) {
        List<String> statements = new ArrayList<>();
        statements.add("delete from convergence_right where member = '" + user + "'");
        scopes.forEach(
                scope -> statements.add("insert into convergence_right values ('" + user + "', '" + scope + "')"));
        run(statements);
    }

    void rule(Setup.Merge merge) {
        run(List.of("delete from convergence_rule", "insert into convergence_rule values ('" + merge.name() + "')"));
    }

    /** One transaction. */
    void run(Collection<String> statements) {
        try {
            run(connection, statements);
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new IllegalStateException(statements.toString(), e);
        }
    }

    private static void run(Connection connection, Collection<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        connection.commit();
    }

    /** Whether what other programs write by SQL gets its numbers by triggers. */
    boolean hasTriggers() {
        return true;
    }

    /**
     * One transaction, on a connection of its own. Databases end one of those that wait for each other; a program does
     * its transaction again, a few times.
     */
    void asAnotherProgram(List<String> statements) {
        for (int tries = 1; tries <= TRIES; tries++) {
            try (Connection own = database.connect()) {
                own.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                run(own, statements);
                return;
            } catch (SQLException e) {
                if (e.getSQLState() == null || !AGAIN.contains(e.getSQLState())) {
                    told(e, statements);
                    return;
                }
            }
        }
    }

    /** A program that was broken off does not know what became of its work; anything else is worth a look. */
    private static void told(SQLException e, List<String> statements) {
        if (e.getSQLState() == null
                || !e.getSQLState().startsWith("08") && !e.getSQLState().startsWith("57")) {
            System.out.println("plain SQL was refused, " + e.getSQLState() + " " + e.getMessage() + ": " + statements);
        }
    }

    /**
     * The changes that were committed since this was last asked, one transaction after the other. Code of the estate
     * writes a row and then, when it commits, its number and its author: what one transaction made of a record is one
     * change.
     */
    List<Note> read() {
        Map<String, Note> notes = new LinkedHashMap<>();
        try {
            for (Note note : unread()) {
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

    List<Note> notes(String sql) throws SQLException {
        List<Note> notes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                notes.add(new Note(
                        rows.getLong("transaction"),
                        rows.getString("member"),
                        names.key(rows.getString("kind"), rows.getString("record")),
                        fields(rows.getString("before")),
                        fields(rows.getString("after"))));
            }
        }
        return notes;
    }

    /**
     * Transactions in the order of their last notes. Whoever has written a record holds it until the commit, so two of
     * them that have a record in common are in the right order.
     */
    static List<Note> byLastNote(List<Note> notes) {
        Map<Long, List<Note>> transactions = new LinkedHashMap<>();
        for (Note note : notes) {
            List<Note> earlier = transactions.remove(note.transaction());
            transactions.put(note.transaction(), earlier == null ? new ArrayList<>() : earlier);
            transactions.get(note.transaction()).add(note);
        }
        return transactions.values().stream().flatMap(List::stream).toList();
    }

    Map<String, Map<String, String>> content() {
        Map<String, Map<String, String>> content = new TreeMap<>();
        String sql = "select 'c', r.id, " + object("company", "r") + " from company r union all select 'k', r.id, "
                + object("contact", "r") + " from contact r";
        try (Statement statement = connection.createStatement();
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

    /** The columns of our tables that hold a date, as {@code table.column}. */
    private List<String[]> dated() {
        String sql = "select table_name, column_name from information_schema.columns where lower(table_schema) = '"
                + schema() + "' and (lower(data_type) like 'timestamp%' or lower(data_type) like 'datetime%')"
                + " and lower(table_name) in ('" + String.join("', '", TABLES) + "')";
        List<String[]> dated = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                dated.add(new String[] {rows.getString(1), rows.getString(2)});
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return dated;
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            // It was broken off before.
        }
    }
}
