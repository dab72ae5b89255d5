package org.tidemark.triggers;

/** How a database says in SQL what the scope of a row is. */
enum ScopeSql {
    POSTGRESQL("cast(%s as text)", ""),

    /**
     * By its bytes, whatever collation the application's column has. A trigger there reads at once and not at the end
     * of the transaction: without the lock it would see the parent as it was when the transaction, or the statement,
     * began.
     */
    MARIADB("cast(%s as char character set utf8mb4) collate utf8mb4_nopad_bin", " lock in share mode");

    private final String text;
    private final String lock;

    ScopeSql(String text, String lock) {
        this.text = text;
        this.lock = lock;
    }

    /** A column's value as the text that names a scope. */
    String text(String column) {
        return text.formatted(column);
    }

    /** What is asked of another row. */
    String query(String expression, String table, String row, String condition) {
        return "(select " + expression + " from " + table + " " + row + " where " + condition + lock + ")";
    }
}
