package org.tidemark.mapping.field;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The select list and the joins of a query that reads records without loading them as entities. Not threadsafe. */
public final class PullProjection {

    /** No record has this id. */
    public static final UUID NONE = new UUID(0, 0);

    private final List<String> selected = new ArrayList<>();
    private final StringBuilder joins = new StringBuilder();
    private int aliases;
    private boolean hasNone;

    /** What a query of several values answers. */
    @SuppressWarnings("unchecked")
    public static List<Object[]> rows(Query query) {
        return query.getResultList();
    }

    public void select(String expression) {
        selected.add(expression);
    }

    /** Selects an id that may be absent. */
    void selectIdOrNone(String path) {
        selected.add("coalesce(" + path + ", :none)");
        hasNone = true;
    }

    static boolean isNone(Object id) {
        return id == null || id.toString().equals(NONE.toString());
    }

    /** Whether the query has the parameter {@code :none}, which stands for {@link #NONE}. */
    public boolean hasNone() {
        return hasNone;
    }

    /** Joins a relation that may be absent; returns its alias. */
    String leftJoin(String path) {
        String alias = "r" + aliases++;
        joins.append(" left join ").append(path).append(' ').append(alias);
        return alias;
    }

    public String query(String entity, String rest) {
        return "select " + String.join(", ", selected) + " from " + entity + " e" + joins + " " + rest;
    }
}
