package org.tidemark.convergence.real;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tidemark.it.server.TestDatabase;

/** H2, whose triggers are classes. Tidemark has none for plain SQL there: what a query writes is told. */
final class H2Ledger extends Ledger {

    H2Ledger(TestDatabase database, Names names) {
        super(database, names);
    }

    @Override
    void install() {
        List<String> statements = new ArrayList<>(LEVERS);
        statements.addAll(List.of(
                "create table convergence_note (id bigint generated always as identity primary key, member varchar,"
                        + " kind varchar, record varchar, transaction bigint, before varchar, after varchar)",
                "create schema backup"));
        for (String table : COLUMNS.keySet()) {
            statements.add("create trigger noted_" + table + " after insert, update, delete on " + table
                    + " for each row call '" + H2Notes.class.getName() + "'");
        }
        run(statements);
    }

    @Override
    boolean hasTriggers() {
        return false;
    }

    @Override
    boolean knowsOrder() {
        return false;
    }

    @Override
    String object(String table, String row) {
        List<String> members = Stream.of(COLUMNS.get(table).split(", "))
                .map(field -> "'" + field.split(" ")[0] + "': cast(" + row + "." + field.split(" ")[1] + " as varchar)")
                .toList();
        return "json_object(" + String.join(", ", members) + ")";
    }

    @Override
    void unwatched(List<String> statements) {
        List<String> all = new ArrayList<>(List.of("set referential_integrity false"));
        all.addAll(statements);
        all.add("delete from convergence_note");
        all.add("set referential_integrity true");
        run(all);
    }

    @Override
    void truncate(List<String> tables) {
        unwatched(tables.stream().map(table -> "truncate table " + table).toList());
    }

    @Override
    String schema() {
        return "public";
    }

    @Override
    String older(String column, long seconds) {
        return "dateadd(second, " + -seconds + ", " + column + ")";
    }

    @Override
    List<Note> unread() throws SQLException {
        return byLastNote(notes("select * from old table (delete from convergence_note) order by id"));
    }
}
