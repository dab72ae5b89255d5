package org.tidemark.triggers;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.AttributeOverrides;
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
import java.util.stream.Stream;

/**
 * The names of tables and columns, which the JPA metamodel keeps to itself: as the annotations say, and by JPA's own rules where they
 * say nothing.
 */
public final class ColumnNames {

    private ColumnNames() {}

    public static String table(EntityType<?> type) {
        Table table = type.getJavaType().getAnnotation(Table.class);
        String name = table == null || table.name().isEmpty() ? type.getName() : table.name();
        return table == null || table.schema().isEmpty() ? name : table.schema() + "." + name;
    }

    /** The column of a basic attribute. */
    public static String of(EntityType<?> type, Attribute<?, ?> attribute) {
        return overridden(List.of(type.getJavaType()), attribute.getName())
                .or(() -> annotation(attribute, Column.class))
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .orElse(attribute.getName());
    }

    /** The column of an attribute within an embedded one. */
    public static String of(EntityType<?> type, Attribute<?, ?> embedded, Attribute<?, ?> part) {
        return overridden(List.of(type.getJavaType()), embedded.getName() + "." + part.getName())
                .or(() -> overridden(elements(embedded), part.getName()))
                .or(() -> annotation(part, Column.class))
                .map(Column::name)
                .filter(name -> !name.isEmpty())
                .orElse(part.getName());
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
