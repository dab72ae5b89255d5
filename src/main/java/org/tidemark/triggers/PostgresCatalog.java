package org.tidemark.triggers;

import jakarta.persistence.EntityManager;
import java.util.Locale;

/** PostgreSQL's own tables of what there is. */
final class PostgresCatalog extends TriggerCatalog {

    PostgresCatalog(EntityManager em) {
        super(em, ScopeSql.POSTGRESQL);
    }

    @Override
    boolean isPrepared() {
        return one("select cast(to_regclass('tidemark_clock') as text)") != null;
    }

    @Override
    TriggerScript script() {
        return new PostgresScript(tables(), all("select cast(s as text) from unnest(current_schemas(false)) s"));
    }

    @Override
    void install() {
        one("select cast(pg_advisory_xact_lock(7216341) as text)");
        script().statements().forEach(this::run);
    }

    @Override
    boolean hasColumn(String table, String column) {
        String name = column.startsWith("\"") ? column.replace("\"", "") : column.toLowerCase(Locale.ROOT);
        return has(
                "select count(*) from pg_attribute where attrelid = to_regclass(cast(?1 as text)) and attname = ?2 and not attisdropped",
                table,
                name);
    }

    @Override
    Triggers.State state(SyncTable table, TriggerScript script) {
        int enabled = number(
                "select count(*) from pg_trigger where tgrelid = to_regclass(cast(?1 as text)) and tgenabled in ('O', 'A')"
                        + " and (tgname = 'tidemark_truncate' or tgname like 'tidemark\\_%' and right(tgname, length(?2)) = ?2)",
                table.table(), "_" + table.name());
        if (enabled == 0) {
            return Triggers.State.MISSING;
        }
        Object comment = one(
                "select obj_description(to_regprocedure(cast(?1 as text)), 'pg_proc')",
                "tidemark_commit_" + table.name() + "()");
        return enabled == PostgresScript.TRIGGERS && script.digest(table).equals(comment)
                ? Triggers.State.COVERED
                : Triggers.State.OUTDATED;
    }
}
