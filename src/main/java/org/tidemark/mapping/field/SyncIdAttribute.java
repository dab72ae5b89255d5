package org.tidemark.mapping.field;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.MapsId;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.List;
import java.util.UUID;
import org.tidemark.spi.SyncId;

/**
 * The attribute by which an entity is known to replicas.
 *
 * @param attribute its name in queries
 * @param isKey whether it is the primary key, so that other rows hold it
 */
public record SyncIdAttribute(String attribute, boolean isKey) {

    /** The attribute that is marked with {@link SyncId}, or the primary key if it is a UUID. */
    public static SyncIdAttribute of(ManagedType<?> managed) {
        IdentifiableType<?> type = (IdentifiableType<?>) managed;
        SingularAttribute<?, ?> key = key(type);
        for (SingularAttribute<?, ?> attribute : type.getSingularAttributes()) {
            Property property = Property.of(type, attribute);
            if (property.is(SyncId.class)) {
                if (attribute.getJavaType() != UUID.class) {
                    throw new InvalidMappingException(property + " is marked with @SyncId: make it a java.util.UUID");
                }
                return new SyncIdAttribute(attribute.getName(), attribute.isId());
            }
        }
        Property property = Property.of(type, key);
        if (key.getJavaType() != UUID.class) {
            throw new InvalidMappingException(property + " is a primary key that replicas cannot make: "
                    + "add a UUID attribute with a unique column and mark it with @SyncId");
        }
        if (property.is(GeneratedValue.class)) {
            throw new InvalidMappingException(
                    property
                            + " is generated, but replicas bring the ids of their records: remove @GeneratedValue"
                            + " (what the application creates gets its id from RecordListener), or add another UUID attribute marked with @SyncId");
        }
        if (isMapped(type)) {
            throw new InvalidMappingException(
                    property
                            + " is taken from a relation by @MapsId, so replicas cannot choose it: add another UUID attribute and mark it with @SyncId");
        }
        return new SyncIdAttribute(key.getName(), true);
    }

    /** The primary key. */
    public static SingularAttribute<?, ?> key(IdentifiableType<?> type) {
        List<SingularAttribute<?, ?>> keys = type.getSingularAttributes().stream()
                .<SingularAttribute<?, ?>>map(attribute -> attribute)
                .filter(SingularAttribute::isId)
                .filter(attribute -> !Property.of(type, attribute).is(MapsId.class))
                .toList();
        if (keys.size() != 1 || keys.get(0).getType() instanceof EmbeddableType<?>) {
            throw new InvalidMappingException(
                    type.getJavaType().getName()
                            + " has a primary key of several parts: give it a key of one attribute, and keep the parts unique by a constraint");
        }
        return keys.get(0);
    }

    /** Whether a relation fills the key. */
    public static boolean isMapped(ManagedType<?> type) {
        return type.getSingularAttributes().stream()
                .anyMatch(attribute -> Property.of(type, attribute).is(MapsId.class));
    }
}
