package org.tidemark.mapping;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SecondaryTables;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EntityType;
import java.util.List;
import org.tidemark.mapping.field.Property;

/** What else JPA writes when it writes a row of an entity. */
final class Cascades {

    private Cascades() {}

    /**
     * Whether other records go with one that is deleted. What orm.xml says of that is not to be seen, so it counts as
     * if it did.
     */
    static boolean remove(EntityType<?> type) {
        return type.getAttributes().stream()
                .filter(Attribute::isAssociation)
                .map(attribute -> Property.of(type, attribute))
                .anyMatch(Cascades::remove);
    }

    private static boolean remove(Property relation) {
        return relation.annotation(OneToMany.class)
                .map(one -> one.orphanRemoval() || remove(one.cascade()))
                .or(() -> relation.annotation(OneToOne.class).map(one -> one.orphanRemoval() || remove(one.cascade())))
                .or(() -> relation.annotation(ManyToOne.class).map(one -> remove(one.cascade())))
                .or(() -> relation.annotation(ManyToMany.class).map(one -> remove(one.cascade())))
                .orElse(true);
    }

    private static boolean remove(CascadeType[] types) {
        return List.of(types).contains(CascadeType.REMOVE) || List.of(types).contains(CascadeType.ALL);
    }

    /** Whether its row may be spread over several tables. */
    static boolean isSpread(EntityType<?> type) {
        for (Class<?> at = type.getJavaType(); at != null; at = at.getSuperclass()) {
            Inheritance inheritance = at.getAnnotation(Inheritance.class);
            if (inheritance != null && inheritance.strategy() != InheritanceType.SINGLE_TABLE
                    || at.isAnnotationPresent(SecondaryTable.class)
                    || at.isAnnotationPresent(SecondaryTables.class)) {
                return true;
            }
        }
        return false;
    }
}
