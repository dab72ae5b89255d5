package org.tidemark.mapping;

import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tidemark.mapping.field.Column;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;

/** The queries about the records of a collection as entities, in JPQL over {@code e}. Threadsafe. */
public final class CollectionQueries {

    private final EntityType<?> type;
    private final String entity;
    private final String id;
    private final String state;
    private final String scopeField;
    private volatile boolean isNamed;

    CollectionQueries(EntityType<?> type, String id, String state, SyncField scopeField) {
        this.type = type;
        this.entity = type.getName();
        this.id = id;
        this.state = state;
        this.scopeField = scopeField.name();
    }

    String modifiedAt() {
        return path(state + ".modifiedAt");
    }

    String modifiedBy() {
        return path(state + ".modifiedBy");
    }

    String scope() {
        return path(state + ".scope");
    }

    String isIn() {
        return scope() + " = :scope";
    }

    String version() {
        return path(state + ".version");
    }

    /**
     * By the index of scope and version, which H2 takes only where the order names both; else it would sort all that
     * follows.
     */
    String inOrder() {
        return " order by " + path(state + ".scope") + ", " + version();
    }

    String isAbove() {
        return path(state + ".scope") + " = :scope and " + version() + " > :after";
    }

    String isInRange() {
        return isAbove() + " and " + version() + " <= :upTo";
    }

    static String path(String attribute) {
        return "e." + attribute;
    }

    /** The attribute that replicas know records by, as the path of a query over {@code e}. */
    public String idPath() {
        return path(id);
    }

    /** Selects the records with {@code :ids} as entities, in the order in which all transactions lock them. */
    public String byIds() {
        return "select e from " + entity + " e where " + idPath() + " in :ids order by " + idPath();
    }

    /**
     * Selects the records with the primary keys {@code :keys} as entities, in the order in which all transactions lock
     * them.
     */
    public String byKeys() {
        return "select e from " + entity + " e where " + path(key()) + " in :keys order by " + idPath();
    }

    /** Whether the persistence unit knows the query that locks {@link #byIds} by a name. */
    public boolean isNamed() {
        return isNamed;
    }

    /** The persistence unit knows it from now on. */
    public void named() {
        isNamed = true;
    }

    private String key() {
        return type.getSingularAttributes().stream()
                .filter(SingularAttribute::isId)
                .map(SingularAttribute::getName)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Writes the sync state of {@code count} records, {@code :id0} and so on, and nothing else: an update by query
     * would raise the version of the optimistic lock on one provider (EclipseLink) but not on the other, unless it sets
     * it.
     */
    public String stamp(int count) {
        String number = ":number0";
        String which = " = :id0";
        if (count > 1) {
            String cases = IntStream.range(0, count)
                    .mapToObj(i -> " when " + idPath() + " = :id" + i + " then :number" + i)
                    .collect(Collectors.joining());
            number = "case" + cases + " else " + path(state + ".version") + " end";
            which = IntStream.range(0, count).mapToObj(i -> ":id" + i).collect(Collectors.joining(", ", " in (", ")"));
        }
        return "update " + entity + " e set " + path(state + ".scope") + " = :scope, " + path(state + ".version")
                + " = "
                + number + ", "
                + path(state + ".modifiedAt") + " = :at, " + path(state + ".modifiedBy") + " = :by" + unlocked()
                + " where " + idPath() + which;
    }

    private String unlocked() {
        return type.getSingularAttributes().stream()
                .filter(SingularAttribute::isVersion)
                .map(version -> ", " + path(version.getName()) + " = " + path(version.getName()))
                .findFirst()
                .orElse("");
    }

    /** The condition that a record has no number, since it came past JPA. */
    String isUnnumbered() {
        return path(state + ".scope") + " = '' and " + path(state + ".version") + " <= 0";
    }

    /** Selects how many records there are, the last number of one, and how many have none yet. */
    public String tally() {
        return "select count(e), max(" + version() + "), sum(case when " + isUnnumbered() + " then 1 else 0 end) from "
                + entity + " e";
    }

    /** Selects the records that these follow from scope to scope, of those with {@code :ids}, as entities. */
    public String followed() {
        return "select p from " + entity + " e join " + path(scopeField) + " p where " + idPath() + " in :ids";
    }

    /** Selects the ids of the records that refer to the record {@code :parent} by this field. */
    public String referringIds(SyncField field, SyncCollection target) {
        return "select " + idPath() + " from " + entity + " e where " + path(field.name()) + "." + target.queries().id
                + " = :parent order by " + idPath();
    }

    /** Counts the records that refer to each of the records {@code :ids} by this field. */
    public String referringCounts(ReferenceField field, SyncCollection target) {
        String parent = path(field.name()) + "." + target.queries().id;
        return "select " + parent + ", count(e) from " + entity + " e where " + parent + " in :ids group by " + parent;
    }

    /** The column's attribute as the path of a query over {@code e}; of a reference, the id of its target. */
    public String pathOf(Column column) {
        return path(column.path())
                + (column.field() instanceof ReferenceField reference ? "." + reference.targetId() : "");
    }

    /** Writes something else into a column of the records {@code :ids}, past JPA's lock of the row. */
    public String park(Column column, String value) {
        return "update " + entity + " e set " + path(column.path()) + " = " + value + unlocked() + " where " + idPath()
                + " in :ids";
    }
}
