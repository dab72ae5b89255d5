package org.tidemark.triggers;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.triggers.ForeignKey.Action;

/** MariaDB's information_schema, in which a user sees what it has some right on. */
final class MariaCatalog extends TriggerCatalog {

    private static final int SECONDS_TO_WAIT = 60;

    MariaCatalog(EntityManager em) {
        super(em, ScopeSql.MARIADB);
    }

    @Override
    boolean isPrepared() {
        return hasColumn("tidemark_clock", "scope");
    }

    @Override
    MariaScript script() {
        return new MariaScript(tables(), columns(), cascades());
    }

    /** Each statement commits, whatever transaction is around it. */
    @Override
    void install() {
        if (!has("select get_lock('tidemark_triggers', " + SECONDS_TO_WAIT + ")")) {
            throw new IllegalStateException("somebody else has been making the triggers for " + SECONDS_TO_WAIT + " s");
        }
        MariaScript script = script();
        List<String> end = new ArrayList<>(script.end());
        end.add("do release_lock('tidemark_triggers')");
        try {
            script.statements().forEach(this::run);
        } catch (RuntimeException failed) {
            try {
                end.forEach(this::run);
            } catch (RuntimeException inTheEnd) { // a container may take nothing more in this transaction
                failed.addSuppressed(inTheEnd);
            }
            throw failed;
        }
        end.forEach(this::run);
    }

    @Override
    boolean hasColumn(String table, String column) {
        return has(
                "select count(*) from information_schema.columns where table_schema = database()"
                        + " and table_name = ?1 and column_name = ?2",
                MariaScript.key(table),
                MariaScript.key(column));
    }

    /** Ours have to be the last ones: what a trigger of the application changed after them would be missed. */
    @Override
    Triggers.State state(SyncTable table, TriggerScript script) {
        List<String> names = ((MariaScript) script).triggers(table);
        String ours = names.stream().collect(Collectors.joining("', '", "('", "')"));
        String there = "select count(*) from information_schema.triggers t where t.trigger_schema = database()"
                + " and t.event_object_table = ?1 and t.trigger_name in " + ours;
        int made = number(there, MariaScript.key(table.table()));
        if (made == 0) {
            return Triggers.State.MISSING;
        }
        int last = number(
                there + " and not exists (select 1 from information_schema.triggers l"
                        + " where l.trigger_schema = t.trigger_schema and l.event_object_table = t.event_object_table"
                        + " and l.event_manipulation = t.event_manipulation and l.action_timing = t.action_timing"
                        + " and l.action_order > t.action_order and left(l.trigger_name, 9) <> 'tidemark_')",
                MariaScript.key(table.table()));
        Object digest = one(
                "select max(routine_comment) from information_schema.routines"
                        + " where routine_schema = database() and routine_name = ?1",
                "tidemark_digest_" + table.name());
        return last == names.size() && script.digest(table).equals(digest)
                ? Triggers.State.COVERED
                : Triggers.State.OUTDATED;
    }

    private Map<String, List<MariaScript.Column>> columns() {
        Map<String, List<MariaScript.Column>> columns = new HashMap<>();
        List<Object[]> rows = all("select table_name, column_name, case when collation_name is null then 0 else 1 end"
                + " from information_schema.columns where table_schema = database() and is_generated = 'NEVER'"
                + " order by table_name, ordinal_position");
        for (Object[] row : rows) {
            columns.computeIfAbsent(MariaScript.key(text(row[0])), table -> new ArrayList<>())
                    .add(new MariaScript.Column(text(row[1]), ((Number) row[2]).intValue() == 1));
        }
        return columns;
    }

    private List<ForeignKey> cascades() {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        List<Object[]> rows = all("select r.constraint_name, r.table_name, r.referenced_table_name, r.delete_rule,"
                + " r.update_rule, k.column_name, k.referenced_column_name"
                + " from information_schema.referential_constraints r join information_schema.key_column_usage k"
                + " on k.constraint_schema = r.constraint_schema and k.constraint_name = r.constraint_name"
                + " and k.table_name = r.table_name"
                + " where r.constraint_schema = database()"
                + " and (r.delete_rule in ('CASCADE', 'SET NULL') or r.update_rule in ('CASCADE', 'SET NULL'))"
                + " order by r.table_name, r.constraint_name, k.ordinal_position");
        for (Object[] row : rows) {
            ForeignKey key = keys.computeIfAbsent(
                    text(row[1]) + "." + text(row[0]),
                    name -> new ForeignKey(
                            text(row[0]),
                            text(row[1]),
                            text(row[2]),
                            Action.of(text(row[3])),
                            Action.of(text(row[4])),
                            new ArrayList<>(),
                            new ArrayList<>()));
            key.columns().add(text(row[5]));
            key.referenced().add(text(row[6]));
        }
        return List.copyOf(keys.values());
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }
}
