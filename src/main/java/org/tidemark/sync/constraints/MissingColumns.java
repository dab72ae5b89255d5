package org.tidemark.sync.constraints;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.field.Property;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.triggers.ColumnNames;

/**
 * Finds the tables that lack columns of the contract. A superclass brings them to every table below it, also to those of entities that are not
 * synchronised: their pages fail, and the database's own message seldom names the table.
 */
public final class MissingColumns {

    private final TableReader tables;
    private final Map<String, Set<String>> missing = new TreeMap<>();
    private final Map<String, Set<String>> entities = new TreeMap<>();

    private MissingColumns(EntityManager em, Dialect dialect) {
        tables = new TableReader(em, dialect);
    }

    /** A sentence for each table, with the cure. A table that is not found under the name of its class is not judged. */
    public static List<String> sentences(EntityManager em, Dialect dialect) {
        var search = new MissingColumns(em, dialect);
        for (EntityType<?> type : em.getMetamodel().getEntities()) {
            if (Synchronisable.class.isAssignableFrom(type.getJavaType())) {
                search.look(type);
            }
        }
        List<String> sentences = new ArrayList<>();
        search.missing.forEach((table, columns) -> sentences.add("the table " + table + " lacks "
                + String.join(", ", columns) + ", which " + String.join(", ", search.entities.get(table))
                + " has from its class or a superclass: add them, as docs/adopting.md shows under 'The tables'"));
        return sentences;
    }

    private void look(EntityType<?> type) {
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (attribute.getJavaType() == SyncState.class && attribute.getType() instanceof EmbeddableType<?> parts) {
                for (String part : List.of("scope", "version", "modifiedAt", "modifiedBy")) {
                    look(type, attribute, ColumnNames.of(type, attribute, parts.getAttribute(part)));
                }
            } else if (attribute.isVersion() || Property.of(type, attribute).is(SyncId.class)) {
                look(type, attribute, ColumnNames.of(type, attribute));
            }
        }
    }

    private void look(EntityType<?> type, Attribute<?, ?> attribute, String column) {
        for (String table : tablesOf(type, attribute)) {
            Set<String> columns = tables.columnNames(table);
            if (!columns.isEmpty() && !columns.contains(TableReader.plain(column))) {
                missing.computeIfAbsent(table, name -> new TreeSet<>()).add(column);
                entities.computeIfAbsent(table, name -> new TreeSet<>())
                        .add(type.getJavaType().getName());
            }
        }
    }

    /** Where the attribute has its column: in the root's table, in its own entity's, or in that of each concrete class. */
    private static List<String> tablesOf(EntityType<?> type, Attribute<?, ?> attribute) {
        Member member = attribute.getJavaMember();
        Class<?> declaring = member == null ? type.getJavaType() : member.getDeclaringClass();
        EntityType<?> root = type;
        EntityType<?> first = type;
        for (IdentifiableType<?> above = type; above != null; above = above.getSupertype()) {
            if (above instanceof EntityType<?> entity) {
                root = entity;
                if (declaring.isAssignableFrom(entity.getJavaType())) {
                    first = entity;
                }
            }
        }
        Inheritance declared = root.getJavaType().getAnnotation(Inheritance.class);
        InheritanceType strategy = declared == null ? InheritanceType.SINGLE_TABLE : declared.strategy();
        if (strategy == InheritanceType.TABLE_PER_CLASS) {
            return Modifier.isAbstract(type.getJavaType().getModifiers())
                    ? List.of()
                    : List.of(ColumnNames.table(type));
        }
        return List.of(ColumnNames.table(strategy == InheritanceType.JOINED ? first : root));
    }
}
