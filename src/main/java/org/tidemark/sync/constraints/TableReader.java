package org.tidemark.sync.constraints;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.TableFacts;
import org.tidemark.mapping.UniqueKey;
import org.tidemark.mapping.field.BasicField;
import org.tidemark.mapping.field.Column;
import org.tidemark.mapping.field.ElementCollectionField;
import org.tidemark.mapping.field.EmbeddedField;
import org.tidemark.mapping.field.NumberRange;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.mapping.field.SyncIdAttribute;
import org.tidemark.triggers.ColumnNames;

/**
 * Asks the database for its columns, unique keys and foreign keys. A table or a column that is called otherwise than
 * its class says (by orm.xml, or a naming strategy) is not found; its constraints are heard of when they are broken.
 * Not threadsafe.
 */
public final class TableReader {

    private static final long NO_LIMIT = Integer.MAX_VALUE;

    /** By the names of all three databases. */
    private static final Set<String> PADDED = Set.of("char", "character", "binary");

    private final EntityManager em;
    private final Dialect queries;

    TableReader(EntityManager em, Dialect queries) {
        this.em = em;
        this.queries = queries;
    }

    /** Tells all collections of their tables. */
    public static void read(EntityManager em, CollectionRegistry registry, Dialect dialect) {
        var reader = new TableReader(em, dialect);
        registry.all().forEach(collection -> collection.knows(reader.facts(collection)));
    }

    /** In lower case; empty if there is no such table. */
    Set<String> columnNames(String table) {
        Set<String> names = new HashSet<>();
        rows(queries.columns(), table).forEach(row -> names.add(plain(row[0])));
        return names;
    }

    /**
     * How many characters the column holds, {@code Integer.MAX_VALUE} where there is no limit; empty if there is no
     * such column.
     */
    OptionalLong length(String table, String column) {
        return rows(queries.columns(), table).stream()
                .filter(row -> plain(row[0]).equals(plain(column)))
                .mapToLong(row -> row[2] == null ? NO_LIMIT : Math.min(NO_LIMIT, ((Number) row[2]).longValue()))
                .findFirst();
    }

    private TableFacts facts(SyncCollection collection) {
        List<Column> columns = new ArrayList<>();
        List<UniqueKey> keys = new ArrayList<>();
        Set<String> restricting = new HashSet<>();
        for (String table : tables(collection.type())) {
            List<Column> found = columns(collection, table);
            columns.addAll(found);
            for (List<String> names : grouped(queries.uniqueKeys(), table)) {
                key(names, found).ifPresent(keys::add);
            }
            for (List<String> names : grouped(queries.restricting(), table)) {
                found.stream()
                        .filter(column -> names.size() == 1 && column.name().equals(names.get(0)))
                        .filter(column -> column.field() instanceof ReferenceField)
                        .forEach(column -> restricting.add(column.path()));
            }
        }
        addElements(collection, columns);
        return new TableFacts(List.copyOf(columns), List.copyOf(keys), Set.copyOf(restricting));
    }

    /** That of the entity, and those of the entities that it extends. */
    private static List<String> tables(EntityType<?> type) {
        List<String> tables = new ArrayList<>();
        for (IdentifiableType<?> above = type; above != null; above = above.getSupertype()) {
            if (above instanceof EntityType<?> entity) {
                tables.add(ColumnNames.table(entity));
            }
        }
        return tables;
    }

    private List<Column> columns(SyncCollection collection, String table) {
        Map<String, Object[]> rows = new LinkedHashMap<>();
        for (Object[] row : rows(queries.columns(), table)) {
            rows.put(plain(row[0]), row);
        }
        List<Column> columns = new ArrayList<>();
        if (!rows.isEmpty()) {
            for (SyncField field : collection.fields()) {
                add(collection.type(), field, table, rows, columns);
            }
        }
        return columns;
    }

    private void add(
            EntityType<?> type, SyncField field, String table, Map<String, Object[]> rows, Collection<Column> columns) {
        Attribute<?, ?> attribute = type.getAttribute(field.name());
        if (field instanceof EmbeddedField embedded) {
            addParts(type, embedded, List.of(attribute), List.of(field.property()), table, rows, columns);
        } else if (field instanceof ReferenceField) {
            String name = ColumnNames.join(attribute, key(((SingularAttribute<?, ?>) attribute).getType()));
            column(field.name(), List.of(), field, table, rows.get(plain(name)), columns);
        } else if (field instanceof BasicField) {
            column(field.name(), List.of(), field, table, rows.get(plain(ColumnNames.of(type, attribute))), columns);
        }
    }

    /** @param attributes the way to the embedded object, as the metamodel has it */
    private void addParts(
            EntityType<?> type,
            EmbeddedField embedded,
            List<Attribute<?, ?>> attributes,
            List<Property> way,
            String table,
            Map<String, Object[]> rows,
            Collection<Column> columns) {
        for (SyncField part : embedded.parts()) {
            List<Attribute<?, ?>> inner = new ArrayList<>(attributes);
            inner.add(EmbeddedField.attribute(attributes.get(attributes.size() - 1), part.name()));
            if (part instanceof EmbeddedField deeper) {
                List<Property> further =
                        Stream.concat(way.stream(), Stream.of(part.property())).toList();
                addParts(type, deeper, inner, further, table, rows, columns);
            } else if (part instanceof BasicField) {
                String path = inner.stream().map(Attribute::getName).collect(Collectors.joining("."));
                String name = ColumnNames.of(type, inner.toArray(Attribute<?, ?>[]::new));
                column(path, way, part, table, rows.get(plain(name)), columns);
            }
        }
    }

    /** That of a collection of values is in a table of its own. */
    private void addElements(SyncCollection collection, Collection<Column> columns) {
        for (SyncField field : collection.fields()) {
            if (field instanceof ElementCollectionField) {
                Attribute<?, ?> attribute = collection.type().getAttribute(field.name());
                String table = ColumnNames.table(collection.type(), attribute);
                String name = plain(ColumnNames.of(collection.type(), attribute));
                rows(queries.columns(), table).stream()
                        .filter(row -> plain(row[0]).equals(name))
                        .findFirst()
                        .ifPresent(row -> column(field.name(), List.of(), field, table, row, columns));
            }
        }
    }

    private static String key(Object target) {
        EntityType<?> type = (EntityType<?>) target;
        return ColumnNames.of(type, SyncIdAttribute.key(type));
    }

    private void column(
            String path, List<Property> way, SyncField field, String table, Object[] row, Collection<Column> columns) {
        if (row != null) {
            long longest = row[2] == null ? -1 : ((Number) row[2]).longValue();
            boolean nullable = "YES".equals(row[1]);
            columns.add(new Column(
                    path,
                    way,
                    field,
                    table,
                    plain(row[0]),
                    nullable,
                    longest >= NO_LIMIT ? -1 : longest,
                    queries.unit(plain(row[3])),
                    PADDED.contains(plain(row[3])),
                    NumberRange.of(plain(row[3]), (Number) row[4], (Number) row[5])));
        }
    }

    private static Optional<UniqueKey> key(List<String> names, List<Column> columns) {
        List<Column> parts = new ArrayList<>();
        for (String name : names) {
            columns.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .ifPresent(parts::add);
        }
        return parts.size() == names.size() ? Optional.of(new UniqueKey(List.copyOf(parts))) : Optional.empty();
    }

    /** The columns of each key, in rows of its name, a column, and 1 if it does not count for us. */
    private Collection<List<String>> grouped(String query, String table) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Set<String> others = new HashSet<>();
        for (Object[] row : rows(query, table)) {
            groups.computeIfAbsent(plain(row[0]), name -> new ArrayList<>()).add(plain(row[1]));
            if (((Number) row[2]).intValue() != 0) {
                others.add(plain(row[0]));
            }
        }
        groups.keySet().removeAll(others);
        return groups.values();
    }

    /**
     * The query with its {@code ?1} for the table, in the schema that the class names or the one where names are looked
     * up.
     */
    @SuppressWarnings("unchecked")
    private List<Object[]> rows(String query, String table) {
        int dot = table.lastIndexOf('.');
        Query asking = em.createNativeQuery(query.formatted(dot < 0 ? queries.schema() : "?2"))
                .setParameter(1, plain(table.substring(dot + 1)));
        if (dot >= 0) {
            asking.setParameter(2, plain(table.substring(0, dot)));
        }
        return asking.getResultList();
    }

    /** Databases fold names to upper case, to lower case, or not at all. */
    static String plain(Object name) {
        return String.valueOf(name).replaceAll("[\"`\\[\\]]", "").toLowerCase(Locale.ROOT);
    }
}
