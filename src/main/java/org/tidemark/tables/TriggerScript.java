package org.tidemark.tables;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The triggers for PostgreSQL, written out: the files beside the resources of this package, with the names of the tables filled in.
 * Each table's part ends with a comment that holds its digest, so that the start-up check knows an old one.
 */
final class TriggerScript {

    private static final String FOLDER = "/org/tidemark/tables/postgresql/";

    /** How many triggers {@code triggers.sql} makes. */
    static final int TRIGGERS = 9;

    private final SyncTables tables;
    private final String path;

    /** @param path the schemas in which the tables are looked for, the first being that of Tidemark's own */
    TriggerScript(SyncTables tables, List<String> path) {
        this.tables = tables;
        this.path = path.stream().map(TriggerScript::quoted).collect(Collectors.joining(", ", "", ", pg_temp"));
    }

    private static String quoted(String schema) {
        return '"' + schema.replace("\"", "\"\"") + '"';
    }

    /** As a person runs it: in one transaction, in psql or otherwise. */
    String text() {
        var text = new StringBuilder(
                "-- Triggers that number what plain SQL writes, for PostgreSQL 13 or newer. Made by Tidemark;"
                        + " run it again after an upgrade.\n\nbegin;\n\n");
        statements().forEach(statement -> text.append(statement).append(";\n\n"));
        tables.refused()
                .forEach((collection, reason) ->
                        text.append("-- ").append(sentence(collection, reason)).append("\n\n"));
        return text.append("commit;\n").toString();
    }

    static String sentence(String collection, String reason) {
        return "no triggers for " + collection + ": " + reason;
    }

    /** One by one, for a transaction of the caller. */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        // Who waits for a lock on a table makes all others wait behind.
        statements.add("set local lock_timeout = '5s'");
        statements.add("set local search_path = " + path);
        statements.addAll(split(template("common.sql")));
        for (SyncTable table : tables.tables()) {
            String part = part(table);
            statements.addAll(split(part));
            statements.add("comment on function tidemark_commit_" + table.name() + "() is '" + digest(table) + "'");
        }
        return statements;
    }

    /** What an up-to-date table has in its comment. */
    String digest(SyncTable table) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((template("common.sql") + part(table)).getBytes(StandardCharsets.UTF_8));
            return "tidemark " + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String part(SyncTable table) {
        Map<String, String> names = names(table);
        Stream<String> templates = table.follows() == null
                ? Stream.of("table.sql", "triggers.sql")
                : Stream.of("table.sql", "follower.sql", "triggers.sql");
        return templates.map(name -> filled(template(name), names)).collect(Collectors.joining("\n"));
    }

    private Map<String, String> names(SyncTable table) {
        SyncTable.State state = table.state();
        return Map.ofEntries(
                Map.entry("collection", table.collection()),
                Map.entry("name", table.name()),
                Map.entry("table", table.table()),
                Map.entry("path", path),
                Map.entry("id", table.id()),
                Map.entry("scope", state.scope()),
                Map.entry("version", state.version()),
                Map.entry("at", state.at()),
                Map.entry("by", state.by()),
                Map.entry("scope_attribute", table.scopeAttribute()),
                Map.entry("scope_of_new", table.scopeOf("new")),
                Map.entry("scope_of_row", table.scopeOf("r")),
                Map.entry("if_new", table.rows("new")),
                Map.entry("if_old", table.rows("old")),
                Map.entry(
                        "column", table.follows() == null ? "" : table.follows().column()),
                Map.entry(
                        "parent", table.follows() == null ? "" : table.follows().parent()),
                Map.entry("lock_followers_of_new", moved(table, followers(table, "tidemark_lock_%s(new.%s)"))),
                Map.entry("lock_followers", calls("    ", followers(table, "tidemark_lock_%s(follower.%s)"))),
                Map.entry("number_followers", numberFollowers(table)));
    }

    private String moved(SyncTable table, List<String> calls) {
        if (calls.isEmpty()) {
            return "";
        }
        return "\n    if tg_op = 'UPDATE' and old." + table.state().scope() + " is distinct from "
                + table.scopeOf("new") + " then" + calls("      ", calls) + "\n    end if;";
    }

    private String numberFollowers(SyncTable table) {
        String calls = followers(table, "tidemark_follow_%s(r.%s)").stream()
                .map(call -> "\n    perform " + call + " from " + table.table() + " r where r." + table.id()
                        + " = numbered;")
                .collect(Collectors.joining());
        return calls.isEmpty() ? "" : "\n  if not is_new and goal <> was then" + calls + "\n  end if;";
    }

    private static String calls(String indent, List<String> calls) {
        return calls.stream()
                .map(call -> "\n" + indent + "perform " + call + ";")
                .collect(Collectors.joining());
    }

    private List<String> followers(SyncTable table, String call) {
        return tables.tables().stream()
                .filter(other ->
                        other.follows() != null && other.follows().parent().equals(table.collection()))
                .map(other -> call.formatted(other.name(), other.follows().referenced()))
                .toList();
    }

    private static String filled(String template, Map<String, String> names) {
        String text = template;
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("${" + name.getKey() + "}", name.getValue());
        }
        return text;
    }

    /** A statement ends with a semicolon before an empty line; the bodies of functions have no empty lines. */
    private static List<String> split(String script) {
        return Stream.of(script.split(";\n(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private static String template(String name) {
        try (InputStream in = TriggerScript.class.getResourceAsStream(FOLDER + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
