package org.tidemark.sync.constraints;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FetchType;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.OneToMany;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
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
 * Finds the tables that lack columns of the contract. A superclass brings them to every table below it, also to those
 * of entities that are not synchronised: their pages fail, and the database's own message seldom names the table.
 */
public final class MissingColumns {

    private final TableReader tables;
    private final Map<String, Set<String>> missing = new TreeMap<>();
    private final Map<String, Set<String>> entities = new TreeMap<>();
    private final Set<Class<?>> unreadable = new HashSet<>();

    private MissingColumns(EntityManager em, Dialect dialect) {
        tables = new TableReader(em, dialect);
    }

    /** Looks at all tables. One that is not found under the name of its class is not judged. */
    public static MissingColumns of(EntityManager em, Dialect dialect) {
        var search = new MissingColumns(em, dialect);
        Set<EntityType<?>> types = em.getMetamodel().getEntities();
        for (EntityType<?> type : types) {
            if (Synchronisable.class.isAssignableFrom(type.getJavaType())) {
                search.look(type);
            }
        }
        while (types.stream().anyMatch(search::readsUnreadable)) {
            // until no relation leads to one of them any more
        }
        return search;
    }

    /** A sentence for each table, with the cure. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        missing.forEach((table, columns) -> sentences.add("the table " + table + " lacks "
                + String.join(", ", columns) + ", which " + String.join(", ", entities.get(table))
                + " has from its class or a superclass: add them, as docs/adopting.md shows under 'The tables'"));
        return sentences;
    }

    /**
     * The entities that cannot be read: those whose tables lack columns, and those that are read together with them.
     */
    public Set<Class<?>> unreadable() {
        return Set.copyOf(unreadable);
    }

    private boolean readsUnreadable(EntityType<?> type) {
        return type.getAttributes().stream().anyMatch(attribute -> isReadAlong(attribute) && isUnreadable(attribute))
                && unreadable.add(type.getJavaType());
    }

    /** What is to one may be read by the same query; what is to many, only if it says so. */
    private static boolean isReadAlong(Attribute<?, ?> attribute) {
        if (!attribute.isCollection()) {
            return attribute.isAssociation();
        }
        return attribute.getJavaMember() instanceof AnnotatedElement member
                && (member.isAnnotationPresent(OneToMany.class)
                                && member.getAnnotation(OneToMany.class).fetch() == FetchType.EAGER
                        || member.isAnnotationPresent(ManyToMany.class)
                                && member.getAnnotation(ManyToMany.class).fetch() == FetchType.EAGER);
    }

    private boolean isUnreadable(Attribute<?, ?> relation) {
        Class<?> target = relation instanceof PluralAttribute<?, ?, ?> plural
                ? plural.getElementType().getJavaType()
                : relation.getJavaType();
        return unreadable.stream().anyMatch(target::isAssignableFrom);
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
                unreadable.add(type.getJavaType());
                missing.computeIfAbsent(table, name -> new TreeSet<>()).add(column);
                entities.computeIfAbsent(table, name -> new TreeSet<>())
                        .add(type.getJavaType().getName());
            }
        }
    }

    /**
     * Where the attribute has its column: in the root's table, in its own entity's, or in that of each concrete class.
     */
    static List<String> tablesOf(EntityType<?> type, Attribute<?, ?> attribute) {
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
