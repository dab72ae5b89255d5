package org.tidemark.triggers;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.dialect.Dialect;

/** What a database says of its tables and triggers, and the triggers that it can have. */
abstract class TriggerCatalog {

    private final EntityManager em;
    private final ScopeSql sql;

    TriggerCatalog(EntityManager em, ScopeSql sql) {
        this.em = em;
        this.sql = sql;
    }

    /** Of this database, or empty if there are no triggers for it. */
    static Optional<TriggerCatalog> of(EntityManager em) {
        return switch (Dialect.of(em)) {
            case POSTGRESQL -> Optional.of(new PostgresCatalog(em));
            case MARIADB -> Optional.of(new MariaCatalog(em));
            case H2 -> Optional.empty();
        };
    }

    /** Whether Tidemark's own tables are there. */
    abstract boolean isPrepared();

    abstract TriggerScript script();

    /** Runs the script; who else does so waits. */
    abstract void install();

    abstract boolean hasColumn(String table, String column);

    abstract Triggers.State state(SyncTable table, TriggerScript script);

    Triggers.Report report() {
        TriggerScript script = script();
        Map<String, Triggers.State> states = new TreeMap<>();
        for (SyncTable table : script.tables().tables()) {
            states.put(table.table() + " (" + table.collection() + ")", state(table, script));
        }
        return new Triggers.Report(states, script.tables().refused(), script.gaps());
    }

    /** The tables as they are: perhaps the provider was told other names than we read. */
    final SyncTables tables() {
        var tables = new SyncTables(em.getMetamodel(), sql);
        for (SyncTable table : List.copyOf(tables.tables())) {
            table.columns().stream()
                    .filter(column -> !hasColumn(table.table(), column))
                    .findFirst()
                    .ifPresent(
                            column -> tables.refuse(
                                    table.collection(),
                                    "the table " + table.table() + " has no column " + column
                                            + ": say in the class how tables and columns are called, by @Table, @Column and @JoinColumn"));
        }
        return tables;
    }

    final boolean has(String question, Object... parameters) {
        return number(question, parameters) > 0;
    }

    final int number(String question, Object... parameters) {
        return ((Number) one(question, parameters)).intValue();
    }

    final Object one(String question, Object... parameters) {
        return query(question, parameters).getSingleResult();
    }

    @SuppressWarnings("unchecked")
    final <T> List<T> all(String question, Object... parameters) {
        return query(question, parameters).getResultList();
    }

    private Query query(String sql, Object... parameters) {
        Query query = em.createNativeQuery(sql);
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }

    /** A provider reads native SQL for parameters, and may take a question mark or a quote in a comment for one. */
    final void run(String statement) {
        em.createNativeQuery(statement
                        .lines()
                        .filter(line -> !line.strip().startsWith("--"))
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse(""))
                .executeUpdate();
    }
}
