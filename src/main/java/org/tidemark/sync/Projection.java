package org.tidemark.sync;

import java.util.ArrayList;
import java.util.List;

/** The select list and the joins of a query that reads records without loading them as entities. Not threadsafe. */
final class Projection {

    private final List<String> selected = new ArrayList<>();
    private final StringBuilder joins = new StringBuilder();
    private int aliases;

    void select(String expression) {
        selected.add(expression);
    }

    /** Joins a relation that may be absent; returns its alias. */
    String leftJoin(String path) {
        String alias = "r" + aliases++;
        joins.append(" left join ").append(path).append(' ').append(alias);
        return alias;
    }

    String query(String entity, String rest) {
        return "select " + String.join(", ", selected) + " from " + entity + " e" + joins + " " + rest;
    }
}
