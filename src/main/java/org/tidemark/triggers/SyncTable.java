package org.tidemark.triggers;

import java.util.List;
import java.util.Locale;

/**
 * The table of a synchronised entity.
 *
 * @param collection the wire name
 * @param table with its schema, if the entity names one
 * @param rows the condition that tells the entity's rows from those of others in the same table; {@code %s} is the row;
 *     empty for all
 * @param id the column of the id by which replicas know the record
 * @param scopeAttribute for messages
 * @param scopeOf the scope of a row as an SQL expression; {@code %s} is the row
 * @param follows the column and the table from which the scope comes, or null
 */
record SyncTable(
        String collection,
        String table,
        String rows,
        String id,
        State state,
        String scopeAttribute,
        String scopeOf,
        Follows follows) {

    private static final int LONGEST = 36;

    /** The columns of {@link org.tidemark.spi.SyncState}. */
    record State(String scope, String version, String at, String by) {

        List<String> columns() {
            return List.of(scope, version, at, by);
        }
    }

    /**
     * @param column of the to-one relation
     * @param parent the collection that it refers to
     * @param referenced the parent's column that it holds
     */
    record Follows(String column, String parent, String referenced) {}

    /** The collection as a part of the names of functions, which hold 63 letters. */
    String name() {
        String name = collection.toLowerCase(Locale.ROOT).replace('-', '_');
        if (name.equals(collection) && name.length() <= LONGEST) {
            return name;
        }
        return name.substring(0, Math.min(name.length(), LONGEST - 9)) + "_"
                + Integer.toHexString(collection.hashCode());
    }

    String scopeOf(String row) {
        return scopeOf.replace("%s", row);
    }

    String rows(String row) {
        return rows.replace("%s", row);
    }

    /** What the triggers use; perhaps the provider was told other names than we read. */
    List<String> columns() {
        List<String> columns = new java.util.ArrayList<>(state.columns());
        columns.add(id);
        if (follows != null) {
            columns.add(follows.column());
        }
        return columns;
    }
}
