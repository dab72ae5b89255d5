package org.tidemark.triggers;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.AttributeOverrides;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of tables and columns, which the JPA metamodel keeps to itself: as the annotations say, and by JPA's own
 * rules where they say nothing.
 */
public final class ColumnNames {

    private ColumnNames() {}

    public static String table(EntityType<?> type) {
        Table table = type.getJavaType().getAnnotation(Table.class);
        String name = table == null || table.name().isEmpty() ? type.getName() : table.name();
        return table == null || table.schema().isEmpty() ? name : table.schema() + "." + name;
    }

    /**
     * The column of a basic attribute.
     *
     * @param way the attribute, after those that it is embedded in: what an outer one says of the column goes before
     */
    public static String of(EntityType<?> type, Attribute<?, ?>... way) {
        Attribute<?, ?> last = way[way.length - 1];
        Optional<Column> column = overridden(List.of(type.getJavaType()), path(way, 0));
        for (int i = 1; i < way.length && column.isEmpty(); i++) {
            column = overridden(elements(way[i - 1]), path(way, i));
        }
        return column.or(() -> annotation(last, Column.class))
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .orElse(last.getName());
    }

    private static String path(Attribute<?, ?>[] way, int from) {
        return Stream.of(way).skip(from).map(Attribute::getName).collect(Collectors.joining("."));
    }

    /** The table of a collection of values. */
    public static String table(EntityType<?> type, Attribute<?, ?> collection) {
        EntityType<?> owner = collection.getDeclaringType() instanceof EntityType<?> above ? above : type;
        Optional<CollectionTable> table = annotation(collection, CollectionTable.class);
        String name = table.map(CollectionTable::name)
                .filter(given -> !given.isEmpty())
                .orElse(owner.getName() + "_" + collection.getName());
        return table.map(CollectionTable::schema)
                .filter(schema -> !schema.isEmpty())
                .map(schema -> schema + "." + name)
                .orElse(name);
    }

    /** The column of a to-one relation, given the column that it refers to. */
    public static String join(Attribute<?, ?> relation, String referenced) {
        return annotation(relation, JoinColumn.class)
                .map(JoinColumn::name)
                .filter(name -> !name.isEmpty())
                .orElse(relation.getName() + "_" + referenced);
    }

    /** The annotation, on the field or on the getter. */
    static <A extends Annotation> Optional<A> annotation(Attribute<?, ?> attribute, Class<A> type) {
        return elements(attribute).stream()
                .filter(element -> element.isAnnotationPresent(type))
                .map(element -> element.getAnnotation(type))
                .findFirst();
    }

    private static List<AnnotatedElement> elements(Attribute<?, ?> attribute) {
        List<AnnotatedElement> elements = new ArrayList<>();
        if (attribute.getJavaMember() instanceof AnnotatedElement member) {
            elements.add(member);
        }
        if (!(attribute.getJavaMember() instanceof Field)) {
            field(attribute).ifPresent(elements::add);
        }
        return elements;
    }

    private static Optional<Field> field(Attribute<?, ?> attribute) {
        try {
            return Optional.of(attribute.getDeclaringType().getJavaType().getDeclaredField(attribute.getName()));
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        }
    }

    private static Optional<Column> overridden(List<? extends AnnotatedElement> elements, String name) {
        return elements.stream()
                .flatMap(element -> Stream.concat(
                        Stream.of(element.getAnnotationsByType(AttributeOverride.class)),
                        Stream.of(element.getAnnotationsByType(AttributeOverrides.class))
                                .flatMap(all -> Stream.of(all.value()))))
                .filter(override -> override.name().equals(name))
                .map(AttributeOverride::column)
                .findFirst();
    }
}
