package org.tidemark.tables;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The triggers by which plain SQL is noticed, on PostgreSQL: their script for who runs the database, their installation, and what is
 * installed.
 */
@Stateless
public class Triggers {

    /** Of a table, as the start-up check finds it. */
    public enum State {
        COVERED,
        OUTDATED,
        MISSING
    }

    /**
     * @param states by table and collection
     * @param refused collections that cannot have triggers, each with the reason
     */
    public record Report(Map<String, State> states, Map<String, String> refused) {}

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** The script, or empty if the database is not PostgreSQL. */
    public Optional<String> script() {
        return isPostgres() ? Optional.of(current().text()) : Optional.empty();
    }

    /** Makes the triggers, or makes them anew. On several nodes one after the other. */
    public void install() {
        one("select cast(pg_advisory_xact_lock(7216341) as text)");
        current().statements().forEach(statement -> em.createNativeQuery(withoutComments(statement))
                .executeUpdate());
    }

    /** What is installed; empty if the database is not PostgreSQL or has not been prepared yet. */
    public Optional<Report> check() {
        if (!isPostgres() || one("select cast(to_regclass('tidemark_clock') as text)") == null) {
            return Optional.empty();
        }
        SyncTables tables = tables();
        var script = new TriggerScript(tables, path());
        Map<String, State> states = new TreeMap<>();
        for (SyncTable table : tables.tables()) {
            states.put(table.table() + " (" + table.collection() + ")", state(table, script.digest(table)));
        }
        return Optional.of(new Report(states, tables.refused()));
    }

    private State state(SyncTable table, String digest) {
        Number enabled = (Number) one(
                "select count(*) from pg_trigger where tgrelid = to_regclass(cast(?1 as text)) and tgenabled in ('O', 'A')"
                        + " and (tgname = 'tidemark_truncate' or tgname like 'tidemark\\_%' and right(tgname, length(?2)) = ?2)",
                table.table(), "_" + table.name());
        if (enabled.intValue() == 0) {
            return State.MISSING;
        }
        Object comment = one(
                "select obj_description(to_regprocedure(cast(?1 as text)), 'pg_proc')",
                "tidemark_commit_" + table.name() + "()");
        return enabled.intValue() == TriggerScript.TRIGGERS && digest.equals(comment) ? State.COVERED : State.OUTDATED;
    }

    private TriggerScript current() {
        return new TriggerScript(tables(), path());
    }

    private SyncTables tables() {
        var tables = new SyncTables(em.getMetamodel());
        for (SyncTable table : List.copyOf(tables.tables())) {
            table.columns().stream()
                    .filter(column -> !isThere(table.table(), column))
                    .findFirst()
                    .ifPresent(
                            column -> tables.refuse(
                                    table.collection(),
                                    "the table " + table.table() + " has no column " + column
                                            + ": say in the class how tables and columns are called, by @Table, @Column and @JoinColumn"));
        }
        return tables;
    }

    private boolean isThere(String table, String column) {
        String name = column.startsWith("\"") ? column.replace("\"", "") : column.toLowerCase(Locale.ROOT);
        Number found = (Number) one(
                "select count(*) from pg_attribute where attrelid = to_regclass(cast(?1 as text)) and attname = ?2 and not attisdropped",
                table,
                name);
        return found.intValue() == 1;
    }

    /** The schemas in which this connection finds tables. */
    private List<String> path() {
        List<String> path = new ArrayList<>();
        for (Object schema : em.createNativeQuery("select cast(s as text) from unnest(current_schemas(false)) s")
                .getResultList()) {
            path.add(String.valueOf(schema));
        }
        return path;
    }

    /** Asked of what all databases have: there is no other question that each of them answers. */
    private boolean isPostgres() {
        return ((Number) one("select count(*) from information_schema.schemata where schema_name = 'pg_catalog'"))
                        .intValue()
                > 0;
    }

    private Object one(String sql, Object... parameters) {
        Query query = em.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query.getSingleResult();
    }

    /** A provider reads native SQL for parameters, and may take a question mark or a quote in a comment for one. */
    private static String withoutComments(String statement) {
        return statement
                .lines()
                .filter(line -> !line.strip().startsWith("--"))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }
}
