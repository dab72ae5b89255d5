package org.tidemark.sync;

import jakarta.persistence.EntityManager;

/**
 * How each database is asked for its columns and keys: {@code ?1} is the table in lower case, {@code %s} its schema in
 * lower case. Their answers are names and numbers: a text of one letter or none is a character to a provider that asks the
 * driver how long it can be, and an empty one is null then.
 *
 * @param schema where names are looked up that have none
 * @param uniqueKeys rows of key, column, and 1 if the key is about a part of the rows or of a value, else 0
 * @param restricting rows of foreign key, column and 0: of those that keep the row referred to from being deleted
 */
record SchemaQueries(String schema, String uniqueKeys, String restricting) {

    private static final SchemaQueries H2 = new SchemaQueries(
            "lower(current_schema)",
            "select i.index_name, c.column_name, 0 from information_schema.indexes i join"
                    + " information_schema.index_columns c on c.index_schema = i.index_schema and c.index_name ="
                    + " i.index_name and c.table_name = i.table_name where lower(i.table_name) = ?1 and"
                    + " lower(i.table_schema) = %s and (i.index_type_name like 'UNIQUE%%' or i.index_type_name = 'PRIMARY"
                    + " KEY') order by i.index_name, c.ordinal_position",
            "select k.constraint_name, k.column_name, 0 from information_schema.referential_constraints r join"
                    + " information_schema.key_column_usage k on k.constraint_schema = r.constraint_schema and"
                    + " k.constraint_name = r.constraint_name where lower(k.table_name) = ?1 and lower(k.table_schema) ="
                    + " %s and r.delete_rule in ('RESTRICT', 'NO ACTION')");

    private static final SchemaQueries MARIADB = new SchemaQueries(
            "lower(database())",
            "select index_name, column_name, case when sub_part is null then 0 else 1 end from"
                    + " information_schema.statistics where lower(table_name) = ?1 and lower(table_schema) = %s and"
                    + " non_unique = 0 order by index_name, seq_in_index",
            "select k.constraint_name, k.column_name, 0 from information_schema.referential_constraints r"
                    + " join information_schema.key_column_usage k on k.constraint_schema = r.constraint_schema"
                    + " and k.constraint_name = r.constraint_name and k.table_name = r.table_name"
                    + " where lower(k.table_name) = ?1 and lower(k.table_schema) = %s"
                    + " and r.delete_rule in ('RESTRICT', 'NO ACTION')");

    private static final SchemaQueries POSTGRESQL = new SchemaQueries(
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
                    + " and f.contype = 'f' and f.confdeltype in ('a', 'r')");

    /** Those of this database. */
    static SchemaQueries of(EntityManager em) {
        if (DatabaseCheck.isMariaDb(em)) {
            return MARIADB;
        }
        boolean isPostgres = !em.createNativeQuery(
                        "select schema_name from information_schema.schemata where schema_name = 'pg_catalog'")
                .getResultList()
                .isEmpty();
        return isPostgres ? POSTGRESQL : H2;
    }

    /** Rows of column, whether it is nullable, length and type. */
    String columns() {
        return "select column_name, is_nullable, character_maximum_length, data_type from information_schema.columns"
                + " where lower(table_name) = ?1 and lower(table_schema) = %s";
    }

    /** What the length of a column of this type counts. */
    Column.Unit unit(String dataType) {
        if (this == H2) {
            return Column.Unit.CHARS;
        }
        return this == MARIADB && dataType.endsWith("text") ? Column.Unit.BYTES : Column.Unit.CODE_POINTS;
    }
}
