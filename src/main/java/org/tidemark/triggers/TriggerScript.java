package org.tidemark.triggers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The triggers for one kind of database, written out: the files beside the resources of this package, with the names of
 * the tables filled in. Each table's part leaves its digest in the database, so that the start-up check knows an old
 * one.
 */
abstract class TriggerScript {

    private final SyncTables tables;
    private final String folder;

    /** @param folder of the files */
    TriggerScript(SyncTables tables, String folder) {
        this.tables = tables;
        this.folder = folder;
    }

    /** As a person runs it, by the program that the database brings. */
    abstract String text();

    /** One by one, for a connection of the caller. */
    abstract List<String> statements();

    /** Everything that is made for a table. */
    abstract String part(SyncTable table);

    /** Sentences about what the triggers cannot notice in the tables that have them. */
    List<String> gaps() {
        return List.of();
    }

    final SyncTables tables() {
        return tables;
    }

    static String sentence(String collection, String reason) {
        return "no triggers for " + collection + ": " + reason;
    }

    /** The sentences for people, as comments of the script. */
    final String remarks() {
        Stream<String> refused =
                tables.refused().entrySet().stream().map(entry -> sentence(entry.getKey(), entry.getValue()));
        return Stream.concat(refused, gaps().stream())
                .map(sentence -> "-- " + sentence + "\n\n")
                .collect(Collectors.joining());
    }

    /** What an up-to-date table has left in the database. */
    final String digest(SyncTable table) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((template("common.sql") + part(table)).getBytes(StandardCharsets.UTF_8));
            return "tidemark " + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What all templates name. */
    final Map<String, String> names(SyncTable table) {
        SyncTable.State state = table.state();
        return new HashMap<>(Map.ofEntries(
                Map.entry("collection", table.collection()),
                Map.entry("name", table.name()),
                Map.entry("table", table.table()),
                Map.entry("id", table.id()),
                Map.entry("scope", state.scope()),
                Map.entry("version", state.version()),
                Map.entry("at", state.at()),
                Map.entry("by", state.by()),
                Map.entry("scope_attribute", table.scopeAttribute()),
                Map.entry("scope_of_new", table.scopeOf("new")),
                Map.entry("if_new", table.rows("new")),
                Map.entry("if_old", table.rows("old"))));
    }

    /** Those whose scope comes from this one's. */
    final List<SyncTable> followers(SyncTable table) {
        return tables.tables().stream()
                .filter(other ->
                        other.follows() != null && other.follows().parent().equals(table.collection()))
                .toList();
    }

    final String filled(String template, Map<String, String> names) {
        String text = template(template);
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("${" + name.getKey() + "}", name.getValue());
        }
        return text;
    }

    /** A statement ends with a semicolon before an empty line; the bodies of functions have no empty lines. */
    static List<String> split(String script) {
        return Stream.of(script.split(";\n(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    final String template(String name) {
        try (InputStream in =
                TriggerScript.class.getResourceAsStream("/org/tidemark/triggers/" + folder + "/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
