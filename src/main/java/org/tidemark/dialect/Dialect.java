package org.tidemark.dialect;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.util.List;
import java.util.Optional;

/**
 * What each database has to be asked about itself. In the queries {@code ?1} is a table in lower case, {@code %s} its
 * schema in lower case. Their answers are names and numbers: a text of one letter or none is a character to a provider
 * that asks the driver how long it can be, and an empty one is null then. A further database is a further constant
 * here.
 */
public enum Dialect {
    H2(
            "lower(current_schema)",
            "select i.index_name, c.column_name, 0 from information_schema.indexes i join"
                    + " information_schema.index_columns c on c.index_schema = i.index_schema and c.index_name ="
                    + " i.index_name and c.table_name = i.table_name where lower(i.table_name) = ?1 and"
                    + " lower(i.table_schema) = %s and (i.index_type_name like 'UNIQUE%%' or i.index_type_name = 'PRIMARY"
                    + " KEY') order by i.index_name, c.ordinal_position",
            "select k.constraint_name, k.column_name, 0 from information_schema.referential_constraints r join"
                    + " information_schema.key_column_usage k on k.constraint_schema = r.constraint_schema and"
                    + " k.constraint_name = r.constraint_name where lower(k.table_name) = ?1 and lower(k.table_schema) ="
                    + " %s and r.delete_rule in ('RESTRICT', 'NO ACTION')") {
        @Override
        public Unit unit(String dataType) {
            return Unit.CHARS;
        }

        /** The one statement that two may do at once. It names the key alone, or it would write over what is there. */
        @Override
        public String newClock() {
            return "merge into tidemark_clock (scope) key (scope) values (?1)";
        }

        @Override
        public boolean holdsWhatIsThere() {
            return true;
        }

        @Override
        public boolean hasClocks(EntityManager em) {
            return hasClocks(em, " and column_default is not null");
        }
    },

    POSTGRESQL(
            "lower(current_schema())",
            "select cast(x.relname as text), cast(a.attname as text), case when i.indpred is null and i.indexprs is"
                    + " null and i.indisvalid then 0 else 1 end from pg_index i join pg_class c on c.oid ="
                    + " i.indrelid join pg_class x on x.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace"
                    + " cross join lateral unnest(i.indkey) with ordinality k(attnum, place) left join pg_attribute a on"
                    + " a.attrelid = c.oid and a.attnum = k.attnum where lower(cast(c.relname as text)) = ?1 and"
                    + " lower(cast(n.nspname as text)) = %s and i.indisunique and k.place <= i.indnkeyatts order by"
                    + " x.relname, k.place",
            "select cast(f.conname as text), cast(a.attname as text), 0 from pg_constraint f"
                    + " join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace"
                    + " join pg_attribute a on a.attrelid = c.oid and a.attnum = any(f.conkey)"
                    + " where lower(cast(c.relname as text)) = ?1 and lower(cast(n.nspname as text)) = %s"
                    + " and f.contype = 'f' and f.confdeltype in ('a', 'r')") {
        @Override
        public Optional<String> advance() {
            return Optional.of("update tidemark_clock set version = version + ?2 where scope = ?1 returning version");
        }
    },

    MARIADB(
            "lower(database())",
            "select index_name, column_name, case when sub_part is null then 0 else 1 end from"
                    + " information_schema.statistics where lower(table_name) = ?1 and lower(table_schema) = %s and"
                    + " non_unique = 0 order by index_name, seq_in_index",
            "select k.constraint_name, k.column_name, 0 from information_schema.referential_constraints r"
                    + " join information_schema.key_column_usage k on k.constraint_schema = r.constraint_schema"
                    + " and k.constraint_name = r.constraint_name and k.table_name = r.table_name"
                    + " where lower(k.table_name) = ?1 and lower(k.table_schema) = %s"
                    + " and r.delete_rule in ('RESTRICT', 'NO ACTION')") {
        @Override
        public Unit unit(String dataType) {
            return dataType.endsWith("text") ? Unit.BYTES : Unit.CODE_POINTS;
        }

        @Override
        String type() {
            return "concat(data_type, if(column_type like '%%unsigned%%', ' unsigned', ''))";
        }

        @Override
        public List<String> mistakes(EntityManager em) {
            return MariaDbCheck.mistakes(em);
        }

        @Override
        public String newClock() {
            return NEW_CLOCK + " on duplicate key update horizon = tidemark_clock.horizon";
        }

        @Override
        public boolean holdsWhatIsThere() {
            return true;
        }
    };

    /** What the length of a column counts. */
    public enum Unit {
        /** H2: as Java does. */
        CHARS,
        /** PostgreSQL and MariaDB. */
        CODE_POINTS,
        /** MariaDB, in its types of text without a length. */
        BYTES
    }

    private static final String NEW_CLOCK = "insert into tidemark_clock (scope, version, horizon) values (?1, 0, 0)";

    private static final String WHICH = "select lower(table_name) from information_schema.tables where table_schema ="
            + " 'pg_catalog' and table_name = 'pg_class' or table_schema = 'information_schema' and table_name ="
            + " 'SYSTEM_VARIABLES'";

    private final String schema;
    private final String uniqueKeys;
    private final String restricting;

    Dialect(String schema, String uniqueKeys, String restricting) {
        this.schema = schema;
        this.uniqueKeys = uniqueKeys;
        this.restricting = restricting;
    }

    /** That of this database, in one question that each of them answers. */
    public static Dialect of(EntityManager em) {
        List<?> telling = em.createNativeQuery(WHICH).getResultList();
        return telling.contains("pg_class") ? POSTGRESQL : telling.isEmpty() ? H2 : MARIADB;
    }

    /** Where names are looked up that have none. */
    public String schema() {
        return schema;
    }

    /** Rows of key, column, and 1 if the key is about a part of the rows or of a value, else 0. */
    public String uniqueKeys() {
        return uniqueKeys;
    }

    /** Rows of foreign key, column and 0: of those that keep the row referred to from being deleted. */
    public String restricting() {
        return restricting;
    }

    /** Rows of column, whether it is nullable, length, type, and the digits and decimals of a number. */
    public String columns() {
        return "select column_name, is_nullable, character_maximum_length, " + type() + ", numeric_precision,"
                + " numeric_scale from information_schema.columns where lower(table_name) = ?1 and"
                + " lower(table_schema) = %s";
    }

    /** The type of a column in the catalogue. */
    String type() {
        return "data_type";
    }

    /** Inserts the clock of the scope {@code ?1} after whoever is inserting it, or finds it there. */
    public String newClock() {
        return NEW_CLOCK + " on conflict do nothing";
    }

    /** Whether {@link #newClock} locks a clock that it finds there. */
    public boolean holdsWhatIsThere() {
        return false;
    }

    /**
     * Locks the clock of the scope {@code ?1}, takes {@code ?2} numbers of it and says the last, on one way to the
     * database; empty where that takes two.
     */
    public Optional<String> advance() {
        return Optional.empty();
    }

    /** Whether plain SQL finds the table of clocks, as our script has made it. */
    public boolean hasClocks(EntityManager em) {
        return hasClocks(em, "");
    }

    public boolean hasClocks(EntityManager em, String condition) {
        return !em.createNativeQuery("select column_name from information_schema.columns where lower(table_name) ="
                        + " 'tidemark_clock' and lower(column_name) = 'version' and lower(table_schema) = " + schema
                        + condition)
                .getResultList()
                .isEmpty();
    }

    /** What the length of a column of this type counts. */
    public Unit unit(String dataType) {
        return Unit.CODE_POINTS;
    }

    /**
     * A sentence with its cure for each setting that no synchronisation can live with. Only MariaDB has such by itself.
     */
    public List<String> mistakes(EntityManager em) {
        return List.of();
    }

    /**
     * Those of the columns, {@code table.column}, that hold less text than that; none where the catalogue cannot be
     * read. No table is none either.
     */
    @SuppressWarnings("unchecked")
    public List<String> shorter(EntityManager em, List<String> columns, int length) {
        try {
            return em.createNativeQuery(
                            "select lower(concat(table_name, '.', column_name)) from information_schema.columns where"
                                    + " lower(table_schema) = " + schema
                                    + " and lower(concat(table_name, '.', column_name)) in ('"
                                    + String.join("', '", columns) + "') and character_maximum_length < " + length
                                    + " order by 1")
                    .getResultList();
        } catch (PersistenceException unknownCatalogue) {
            return List.of();
        }
    }
}
