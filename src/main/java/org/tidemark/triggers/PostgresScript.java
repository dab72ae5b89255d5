package org.tidemark.triggers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The triggers for PostgreSQL: rows get their numbers at the end of the transaction, as by Tidemark itself. */
final class PostgresScript extends TriggerScript {

    /** How many triggers {@code triggers.sql} makes. */
    static final int TRIGGERS = 9;

    private final String path;

    /** @param path the schemas in which the tables are looked for, the first being that of Tidemark's own */
    PostgresScript(SyncTables tables, List<String> path) {
        super(tables, "postgresql");
        this.path = path.stream().map(PostgresScript::quoted).collect(Collectors.joining(", ", "", ", pg_temp"));
    }

    private static String quoted(String schema) {
        return '"' + schema.replace("\"", "\"\"") + '"';
    }

    /** In one transaction, in psql or otherwise. */
    @Override
    String text() {
        var text = new StringBuilder(
                "-- Triggers that number what plain SQL writes, for PostgreSQL 13 or newer. Made by Tidemark;"
                        + " run it again after an upgrade.\n\nbegin;\n\n");
        statements().forEach(statement -> text.append(statement).append(";\n\n"));
        return text.append(remarks()).append("commit;\n").toString();
    }

    /** For a transaction of the caller. */
    @Override
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        // Who waits for a lock on a table makes all others wait behind.
        statements.add("set local lock_timeout = '5s'");
        statements.add("set local search_path = " + path);
        statements.addAll(split(template("common.sql")));
        for (SyncTable table : tables().tables()) {
            statements.addAll(split(part(table)));
            statements.add("comment on function tidemark_commit_" + table.name() + "() is '" + digest(table) + "'");
        }
        return statements;
    }

    @Override
    String part(SyncTable table) {
        Map<String, String> names = names(table);
        names.put("path", path);
        names.put("scope_of_row", table.scopeOf("r"));
        names.put("lock_followers_of_new", moved(table, calls(table, "tidemark_lock_%s(new.%s)")));
        names.put("lock_followers", performed("    ", calls(table, "tidemark_lock_%s(follower.%s)")));
        names.put("number_followers", numberFollowers(table));
        if (table.follows() != null) {
            names.put("column", table.follows().column());
            names.put("parent", table.follows().parent());
        }
        Stream<String> templates = table.follows() == null
                ? Stream.of("table.sql", "triggers.sql")
                : Stream.of("table.sql", "follower.sql", "triggers.sql");
        return templates.map(name -> filled(name, names)).collect(Collectors.joining("\n"));
    }

    private static String moved(SyncTable table, List<String> calls) {
        if (calls.isEmpty()) {
            return "";
        }
        return "\n    if tg_op = 'UPDATE' and old." + table.state().scope() + " is distinct from "
                + table.scopeOf("new") + " then" + performed("      ", calls) + "\n    end if;";
    }

    private String numberFollowers(SyncTable table) {
        String calls = calls(table, "tidemark_follow_%s(r.%s)").stream()
                .map(call -> "\n    perform " + call + " from " + table.table() + " r where r." + table.id()
                        + " = numbered;")
                .collect(Collectors.joining());
        return calls.isEmpty() ? "" : "\n  if not is_new and goal <> was then" + calls + "\n  end if;";
    }

    private static String performed(String indent, List<String> calls) {
        return calls.stream()
                .map(call -> "\n" + indent + "perform " + call + ";")
                .collect(Collectors.joining());
    }

    /** A call for each that follows. */
    private List<String> calls(SyncTable table, String call) {
        return followers(table).stream()
                .map(other -> call.formatted(other.name(), other.follows().referenced()))
                .toList();
    }
}
