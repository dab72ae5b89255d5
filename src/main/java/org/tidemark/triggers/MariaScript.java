package org.tidemark.triggers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.triggers.ForeignKey.Action;

/**
 * The triggers for MariaDB, which has none that wait for the end of the transaction, and whose foreign keys fire none:
 * rows get their numbers at once, and what a foreign key would do to the rows of a registered table is done by the
 * triggers before.
 */
final class MariaScript extends TriggerScript {

    private static final String NO_TRIGGERS = ", which fires no triggers on MariaDB";

    private final Map<String, List<Column>> columns;
    private final List<ForeignKey> cascades;

    /** @param isText whether some collation compares it, which may take 'a' for 'A' */
    record Column(String name, boolean isText) {

        /** Whether it stays as it is, byte by byte. */
        String same() {
            String row = isText ? "cast(%1$s.%2$s as binary)" : "%1$s.%2$s";
            return row.formatted("new", name) + " <=> " + row.formatted("old", name);
        }
    }

    /**
     * @param columns those that a program may write, by table
     * @param cascades the foreign keys that change or delete rows
     */
    MariaScript(SyncTables tables, Map<String, List<Column>> columns, List<ForeignKey> cascades) {
        super(tables, "mariadb");
        this.columns = columns;
        this.cascades = cascades;
        for (SyncTable table : List.copyOf(tables.tables())) {
            refusal(table).ifPresent(reason -> tables.refuse(table.collection(), reason));
        }
    }

    private Optional<String> refusal(SyncTable table) {
        if (table.table().contains(".")) {
            return Optional.of("its table is in another schema than Tidemark's, where a trigger does not find them");
        }
        boolean sharesTable =
                followers(table).stream().anyMatch(other -> other.table().equalsIgnoreCase(table.table()));
        return sharesTable
                ? Optional.of(
                        "those that follow its scope are in the same table, which a trigger of MariaDB cannot write")
                : Optional.empty();
    }

    /** For the client {@code mariadb}, which stops where a statement fails. */
    @Override
    String text() {
        var text = new StringBuilder(
                "-- Triggers that number what plain SQL writes, for MariaDB 10.11 or newer. Made by Tidemark; run it again after an"
                        + " upgrade,\n-- and after tables have changed. It says what fails, and can be run again then.\n\n");
        text.append(remarks()).append("delimiter //\n\n");
        statements().forEach(statement -> text.append(statement).append("\n//\n\n"));
        end().forEach(statement -> text.append(statement).append("\n//\n\n"));
        return text.append("delimiter ;\n").toString();
    }

    /** Each commits by itself; one after the other on one connection, and then {@link #end}. */
    @Override
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        // Triggers run in the mode in which they were made. Who waits for a lock on a table makes all others wait
        // behind.
        statements.add("set @tidemark_mode = @@sql_mode, @tidemark_wait = @@lock_wait_timeout");
        statements.add("set sql_mode = 'STRICT_ALL_TABLES,ANSI_QUOTES', lock_wait_timeout = 5");
        statements.addAll(split(template("common.sql")));
        for (SyncTable table : tables().tables()) {
            statements.addAll(split(part(table)));
            statements.add("create procedure tidemark_digest_" + table.name() + "() comment '" + digest(table)
                    + "' select '" + table.collection() + "'");
        }
        return statements;
    }

    /** Gives the connection back as it was. */
    List<String> end() {
        return List.of("set sql_mode = @tidemark_mode, lock_wait_timeout = @tidemark_wait");
    }

    /** The names of the triggers of a table. */
    List<String> triggers(SyncTable table) {
        List<String> names = new ArrayList<>(List.of("inserted", "updated", "deleted", "insert", "update"));
        if (!cascade(table).isEmpty()) {
            names.add("cascade");
        }
        return names.stream()
                .map(name -> "tidemark_" + name + "_" + table.name())
                .toList();
    }

    @Override
    String part(SyncTable table) {
        Map<String, String> names = names(table);
        names.put("same", same(table));
        names.put("follow", follow(table));
        names.put("cascade", cascadeTrigger(table));
        names.put("cascade_of_update", cascadeOfUpdate(table));
        return filled("table.sql", names);
    }

    private String same(SyncTable table) {
        List<String> kept = Stream.concat(table.state().columns().stream(), Stream.of(table.id()))
                .map(MariaScript::key)
                .toList();
        return columns.getOrDefault(key(table.table()), List.of()).stream()
                .filter(column -> !kept.contains(key(column.name())))
                .map(Column::same)
                .reduce((a, b) -> a + "\n      and " + b)
                .orElse("true");
    }

    /** Writes nothing into them: their own trigger sees that their scope has changed. */
    private String follow(SyncTable table) {
        return followers(table).stream()
                .map(other -> "\n    update " + other.table() + " set "
                        + other.state().version() + " = " + other.state().version() + " where "
                        + other.follows().column() + " = new." + other.follows().referenced() + " order by "
                        + other.id()
                        + ";")
                .collect(Collectors.joining());
    }

    private String cascadeTrigger(SyncTable table) {
        String name = "tidemark_cascade_" + table.name();
        String cascade = cascade(table);
        if (cascade.isEmpty()) {
            return "drop trigger if exists " + name + ";\n\n";
        }
        return "-- What the foreign keys would do, which fires no triggers.\ncreate or replace trigger " + name
                + " before delete on " + table.table()
                + " for each row\nbegin\n  if @@foreign_key_checks then" + cascade + "\n  end if;\nend;\n\n";
    }

    private String cascade(SyncTable table) {
        return from(table, ForeignKey::onDelete)
                .map(key -> "\n    "
                        + (key.onDelete() == Action.CASCADE ? "delete from " + key.child() : setNull(key))
                        + " where " + key.belongsTo("old") + ";")
                .collect(Collectors.joining());
    }

    /** What a foreign key is about to change is numbered; what it would empty is emptied. */
    private String cascadeOfUpdate(SyncTable table) {
        return from(table, ForeignKey::onUpdate)
                .map(key -> "\n  if @@foreign_key_checks and not ("
                        + ForeignKey.list(key.referenced(), column -> same(table, column), " and ") + ") then\n    "
                        + (key.onUpdate() == Action.CASCADE
                                ? "update " + key.child() + " set " + touched(key.child())
                                : setNull(key))
                        + " where " + key.belongsTo("old") + ";\n  end if;")
                .collect(Collectors.joining());
    }

    private static String setNull(ForeignKey key) {
        return "update " + key.child() + " set " + ForeignKey.list(key.columns(), column -> column + " = null", ", ");
    }

    private String same(SyncTable table, String column) {
        return columns.getOrDefault(key(table.table()), List.of()).stream()
                .filter(known -> key(known.name()).equals(key(column)))
                .map(Column::same)
                .findFirst()
                .orElse("new." + column + " <=> old." + column);
    }

    private String touched(String child) {
        return registered(child)
                .map(table -> table.state().version() + " = 0")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** The foreign keys of registered tables whose work a trigger of this one can do. */
    private Stream<ForeignKey> from(SyncTable table, Function<ForeignKey, Action> action) {
        return cascades.stream()
                .filter(key -> key(key.parent()).equals(key(table.table())) && action.apply(key) != Action.NONE)
                .filter(isHandled());
    }

    private Predicate<ForeignKey> isHandled() {
        return key -> !key.isWithin()
                && registered(key.child()).findAny().isPresent()
                && registered(key.parent()).findAny().isPresent();
    }

    private Stream<SyncTable> registered(String table) {
        return tables().tables().stream().filter(known -> key(known.table()).equals(key(table)));
    }

    @Override
    List<String> gaps() {
        return cascades.stream()
                .filter(key -> registered(key.child()).findAny().isPresent())
                .filter(isHandled().negate())
                .map(key -> key.child() + ": the foreign key " + key.name() + " changes its rows with those of "
                        + key.parent() + NO_TRIGGERS + ". "
                        + (key.isWithin()
                                ? "Let it restrict, and delete the rows below first"
                                : "Let it restrict, or write to " + key.child() + " before " + key.parent()))
                .sorted()
                .toList();
    }

    /** Names without their quotes and their case. */
    static String key(String name) {
        return name.replace("\"", "").replace("`", "").toLowerCase(Locale.ROOT);
    }
}
