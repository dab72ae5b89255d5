package org.tidemark.triggers;

import jakarta.persistence.Convert;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorType;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.Metamodel;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronised;

/** The tables of all synchronised entities, or why one cannot have triggers. */
final class SyncTables {

    private final ScopeSql sql;
    private final Map<String, EntityType<?>> types = new TreeMap<>();
    private final List<EntityType<?>> all;
    private final List<SyncTable> tables = new ArrayList<>();
    private final Map<String, String> refused = new TreeMap<>();

    SyncTables(Metamodel metamodel, ScopeSql sql) {
        this.sql = sql;
        all = List.copyOf(metamodel.getEntities());
        for (EntityType<?> type : all) {
            Synchronised declared = type.getJavaType().getAnnotation(Synchronised.class);
            if (declared != null) {
                types.put(declared.collection(), type);
            }
        }
        types.keySet().forEach(this::read);
    }

    private void read(String collection) {
        try {
            tables.add(table(collection, new ArrayList<>()));
        } catch (NoTriggersException e) {
            refused.put(collection, e.getMessage());
        }
    }

    List<SyncTable> tables() {
        return tables;
    }

    /** The collections without triggers, each with the reason. */
    Map<String, String> refused() {
        return refused;
    }

    /** This one cannot have them, nor can those whose scope comes from it. */
    void refuse(String collection, String reason) {
        tables.removeIf(table -> table.collection().equals(collection));
        refused.put(collection, reason);
        for (SyncTable table : List.copyOf(tables)) {
            if (table.follows() != null && table.follows().parent().equals(collection)) {
                refuse(table.collection(), "there are none for " + collection + ", from which its scope comes");
            }
        }
    }

    private SyncTable table(String collection, List<String> path) throws NoTriggersException {
        EntityType<?> type = types.get(collection);
        if (path.contains(collection)) {
            throw new NoTriggersException(
                    "its scope leads back to itself: take the scope from an attribute of its own");
        }
        path.add(collection);
        EntityType<?> root = root(type);
        String table = ColumnNames.table(root);
        var state = state(type);
        String attribute = type.getJavaType().getAnnotation(Synchronised.class).scope();
        SingularAttribute<?, ?> scope = attribute(type, attribute);
        if (!scope.isAssociation()) {
            String column = ColumnNames.of(type, scope);
            return new SyncTable(
                    collection, table, rows(type, root), id(type), state, attribute, text(scope, column), null);
        }
        EntityType<?> target = (EntityType<?>) scope.getType();
        Synchronised parent = target.getJavaType().getAnnotation(Synchronised.class);
        if (parent == null) {
            throw new NoTriggersException("its scope comes from " + target.getName() + ", which is not @Synchronised");
        }
        SyncTable source = table(parent.collection(), path);
        String referenced = ColumnNames.annotation(scope, JoinColumn.class)
                .map(JoinColumn::referencedColumnName)
                .filter(name -> !name.isEmpty())
                .orElse(key(target));
        String column = ColumnNames.join(scope, referenced);
        String row = "p" + path.size();
        String scopeOf =
                sql.query(source.scopeOf(row), source.table(), row, row + "." + referenced + " = %s." + column);
        return new SyncTable(
                collection,
                table,
                rows(type, root),
                id(type),
                state,
                attribute,
                scopeOf,
                new SyncTable.Follows(column, parent.collection(), referenced));
    }

    private static SyncTable.State state(EntityType<?> type) throws NoTriggersException {
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.getJavaType() == SyncState.class && attribute.getType() instanceof EmbeddableType<?> parts) {
                return new SyncTable.State(
                        ColumnNames.of(type, attribute, parts.getAttribute("scope")),
                        ColumnNames.of(type, attribute, parts.getAttribute("version")),
                        ColumnNames.of(type, attribute, parts.getAttribute("modifiedAt")),
                        ColumnNames.of(type, attribute, parts.getAttribute("modifiedBy")));
            }
        }
        throw new NoTriggersException("it has no attribute of type SyncState");
    }

    private static SingularAttribute<?, ?> attribute(EntityType<?> type, String name) throws NoTriggersException {
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.getName().equals(name)) {
                return attribute;
            }
        }
        throw new NoTriggersException("it has no attribute " + name + " to take the scope from");
    }

    private static String id(EntityType<?> type) throws NoTriggersException {
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (ColumnNames.annotation(attribute, SyncId.class).isPresent()) {
                return ColumnNames.of(type, attribute);
            }
        }
        return key(type);
    }

    private static String key(EntityType<?> type) throws NoTriggersException {
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.isId() && !(attribute.getType() instanceof EmbeddableType<?>)) {
                return ColumnNames.of(type, attribute);
            }
        }
        throw new NoTriggersException("its key has several columns");
    }

    /** The column's value as the text that names the scope. */
    private String text(SingularAttribute<?, ?> scope, String column) throws NoTriggersException {
        if (ColumnNames.annotation(scope, Convert.class).isPresent()) {
            throw new NoTriggersException(
                    "its scope " + scope.getName()
                            + " passes through a converter, which SQL cannot call: take the scope from a column that holds it as text");
        }
        boolean byName = ColumnNames.annotation(scope, Enumerated.class)
                .filter(enumerated -> enumerated.value() == EnumType.STRING)
                .isPresent();
        Object[] constants = scope.getJavaType().getEnumConstants();
        if (constants == null || byName) {
            return sql.text("%s." + column);
        }
        var cases = new StringBuilder("case %s.").append(column);
        for (int i = 0; i < constants.length; i++) {
            cases.append(" when ")
                    .append(i)
                    .append(" then '")
                    .append(((Enum<?>) constants[i]).name())
                    .append("'");
        }
        return cases.append(" end").toString();
    }

    private static EntityType<?> root(EntityType<?> type) {
        EntityType<?> root = type;
        for (IdentifiableType<?> above = type; above != null; above = above.getSupertype()) {
            if (above instanceof EntityType<?> entity) {
                root = entity;
            }
        }
        return root;
    }

    /** The rows of an entity that shares its table with others. */
    private String rows(EntityType<?> type, EntityType<?> root) throws NoTriggersException {
        List<EntityType<?>> family =
                all.stream().filter(other -> root(other) == root).toList();
        if (family.size() == 1) {
            return "";
        }
        Inheritance inheritance = root.getJavaType().getAnnotation(Inheritance.class);
        if (inheritance != null && inheritance.strategy() != InheritanceType.SINGLE_TABLE) {
            throw new NoTriggersException(
                    "its rows are spread over the tables of its class hierarchy (" + inheritance.strategy()
                            + "), and a trigger sees one of them: tell of other programs' changes by WrittenByQuery");
        }
        if (type == root) {
            return "";
        }
        DiscriminatorColumn column = root.getJavaType().getAnnotation(DiscriminatorColumn.class);
        if (column != null && column.discriminatorType() != DiscriminatorType.STRING) {
            throw new NoTriggersException("its discriminator is no string: make it DiscriminatorType.STRING");
        }
        String values = family.stream()
                .filter(other -> type.getJavaType().isAssignableFrom(other.getJavaType()))
                .map(other -> "'" + discriminator(other) + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        return "%s." + (column == null || column.name().isEmpty() ? "DTYPE" : column.name()) + " in (" + values
                + ") and ";
    }

    private static String discriminator(EntityType<?> type) {
        DiscriminatorValue value = type.getJavaType().getAnnotation(DiscriminatorValue.class);
        return (value == null ? type.getName() : value.value()).replace("'", "''");
    }
}
