package org.tidemark.sync;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronised;

/** Reads the metamodel: which attributes of an entity travel, and as what. */
final class SyncFields {

    private SyncFields() {}

    /** The fields of an entity or embeddable, in the order of their names: the metamodel has none. */
    static List<SyncField> of(ManagedType<?> type) {
        List<SyncField> fields = new ArrayList<>();
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            if (!attribute.isVersion() && attribute.getJavaType() != SyncState.class) {
                Property property = Property.of(attribute);
                if (travels(attribute, property)) {
                    fields.add(field(attribute, property));
                }
            }
        }
        fields.sort(Comparator.comparing(SyncField::name));
        return List.copyOf(fields);
    }

    /** A key that the replica makes is the record's id; one that the database makes says nothing to a replica. */
    private static boolean travels(SingularAttribute<?, ?> attribute, Property property) {
        if (property.annotation(JsonbTransient.class).isPresent()
                || property.annotation(SyncId.class).isPresent()) {
            return false;
        }
        boolean naturalKey = attribute.isId()
                && property.type() != java.util.UUID.class
                && property.annotation(GeneratedValue.class).isEmpty();
        return !attribute.isId() || naturalKey;
    }

    private static SyncField field(SingularAttribute<?, ?> attribute, Property property) {
        if (attribute.getType() instanceof EmbeddableType<?> embeddable) {
            return new EmbeddedField(property, of(embeddable));
        }
        if (!attribute.isAssociation()) {
            return new BasicField(property);
        }
        if (!property.type().isAnnotationPresent(Synchronised.class)) {
            throw new InvalidEstateException(
                    attribute.getDeclaringType().getJavaType().getName() + "."
                            + attribute.getName() + " refers to "
                            + property.type().getName()
                            + ", which is not synchronised: annotate that class with @Synchronised, or keep the attribute from"
                            + " replicas with @JsonbTransient");
        }
        return new ReferenceField(property, SyncIdentity.of((ManagedType<?>) attribute.getType()));
    }

    /** The attribute that holds the {@link SyncState}. */
    static String state(ManagedType<?> type) {
        return type.getSingularAttributes().stream()
                .filter(attribute -> attribute.getJavaType() == SyncState.class)
                .map(SingularAttribute::getName)
                .findFirst()
                .orElseThrow(
                        () -> new InvalidEstateException(
                                type.getJavaType().getName()
                                        + " has no attribute of type SyncState: add '@Embedded private SyncState sync = new SyncState();'"));
    }
}
