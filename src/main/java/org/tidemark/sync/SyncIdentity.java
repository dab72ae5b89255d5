package org.tidemark.sync;

import jakarta.persistence.metamodel.IdentifiableType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.util.UUID;
import org.tidemark.spi.SyncId;

/**
 * The attribute by which an entity is known to replicas.
 *
 * @param attribute its name in queries
 * @param isKey whether it is the primary key, so that other rows hold it
 */
record SyncIdentity(String attribute, boolean isKey) {

    /** The attribute that is marked with {@link SyncId}, or the primary key if it is a UUID. */
    static SyncIdentity of(ManagedType<?> type) {
        SingularAttribute<?, ?> key = null;
        for (SingularAttribute<?, ?> attribute : ((IdentifiableType<?>) type).getSingularAttributes()) {
            if (Property.find(attribute)
                    .filter(p -> p.annotation(SyncId.class).isPresent())
                    .isPresent()) {
                return checked(type, attribute);
            }
            if (attribute.isId()) {
                key = attribute;
            }
        }
        if (key == null || key.getJavaType() != UUID.class) {
            throw new InvalidEstateException(
                    type.getJavaType().getName() + " has a primary key that replicas cannot make: "
                            + "add a UUID attribute with a unique column and mark it with @SyncId");
        }
        return checked(type, key);
    }

    private static SyncIdentity checked(ManagedType<?> type, SingularAttribute<?, ?> attribute) {
        if (attribute.getJavaType() != UUID.class) {
            throw new InvalidEstateException(type.getJavaType().getName() + "." + attribute.getName()
                    + " is marked with @SyncId: make it a java.util.UUID");
        }
        return new SyncIdentity(attribute.getName(), attribute.isId());
    }
}
