package org.tidemark.mapping;

import jakarta.persistence.EntityListeners;
import jakarta.persistence.ExcludeSuperclassListeners;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.mapping.field.SyncIdAttribute;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/**
 * What an entity promises by {@link Synchronised}, found in its class and in the metamodel. Whatever would fail or lose
 * something later is a mistake now.
 *
 * @param state the attribute that holds the {@link org.tidemark.spi.SyncState}
 * @param scope the field that the scope comes from
 */
record EntityContract(SyncIdAttribute identity, String state, List<SyncField> fields, SyncField scope) {

    /** The contract, or null if a part of it is a mistake. */
    static EntityContract of(EntityType<?> type, Synchronised declared, MappingProblems mistakes) {
        int before = mistakes.count();
        SyncIdAttribute identity =
                mistakes.check(() -> SyncIdAttribute.of(type)).orElse(null);
        String state = mistakes.check(() -> FieldFactory.state(type)).orElse(null);
        List<SyncField> fields = FieldFactory.of(type, mistakes);
        SyncField scope = mistakes.check(() -> scope(type, declared, fields, mistakes.count() == before))
                .orElse(null);
        check(type.getJavaType(), declared, mistakes);
        if (type.getSingularAttributes().stream().noneMatch(SingularAttribute::isVersion)) {
            mistakes.add(
                    type.getJavaType().getName() + " has no @Version, so code of the application could overwrite what a"
                            + " synchronisation wrote: add '@Version private int version;' with a column that is 0 in existing rows");
        }
        if (identity != null && state != null && mistakes.count() == before) {
            mistakes.check(() -> tried(type, identity));
        }
        return mistakes.count() == before ? new EntityContract(identity, state, fields, scope) : null;
    }

    private static void check(Class<?> type, Synchronised declared, MappingProblems mistakes) {
        String name = type.getName();
        if (!Synchronisable.class.isAssignableFrom(type)) {
            mistakes.add(
                    name + " is @Synchronised but not Synchronisable: extend SyncedEntity or implement Synchronisable");
        }
        if (!declared.collection().matches("[A-Za-z0-9_-]{1,100}")) {
            mistakes.add(name + ": the collection's name '" + declared.collection()
                    + "' may hold letters, digits, _ and - only");
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            mistakes.add(
                    name
                            + " is abstract, so no replica can create one: annotate its concrete classes with @Synchronised instead");
        }
        for (Class<?> above = type.getSuperclass(); above != null; above = above.getSuperclass()) {
            if (above.isAnnotationPresent(Synchronised.class)) {
                mistakes.add(name + " and its superclass " + above.getName()
                        + " are both @Synchronised, so its records would be in two collections: annotate one of them");
            }
        }
        if (!isListenedTo(type)) {
            mistakes.add(name + " is not listened to, so what the application writes would stay unnoticed:"
                    + " add @EntityListeners(RecordListener.class)");
        }
    }

    private static boolean isListenedTo(Class<?> type) {
        for (Class<?> above = type; above != null; above = above.getSuperclass()) {
            EntityListeners listeners = above.getAnnotation(EntityListeners.class);
            if (listeners != null
                    && Arrays.stream(listeners.value()).anyMatch(RecordListener.class::isAssignableFrom)) {
                return true;
            }
            if (above.isAnnotationPresent(ExcludeSuperclassListeners.class)) {
                return false;
            }
        }
        return false;
    }

    private static SyncField scope(EntityType<?> type, Synchronised declared, List<SyncField> fields, boolean isSound) {
        SyncField scope = fields.stream()
                .filter(field -> field.name().equals(declared.scope()))
                .findFirst()
                .orElse(null);
        String name = type.getJavaType().getName() + "." + declared.scope();
        if (scope == null) {
            boolean isThere = type.getAttributes().stream()
                    .anyMatch(attribute -> attribute.getName().equals(declared.scope()));
            if (isThere && !isSound) {
                return null; // what is wrong with it is said already
            }
            throw new InvalidMappingException(
                    isThere
                            ? name
                                    + " gives the scope but does not travel: remove @ServerOnly or @JsonbTransient, or name another attribute in"
                                    + " @Synchronised(scope = …)"
                            : type.getJavaType().getName() + " has no attribute '" + declared.scope()
                                    + "' to take the scope from: name one in @Synchronised(scope = …)");
        }
        if (!scope.canGiveScope()) {
            throw new InvalidMappingException(
                    name + " cannot give the scope: let it be a String, an enum, a UUID, a whole number,"
                            + " or a to-one relation to a synchronised entity");
        }
        return scope;
    }

    /** Whether a new object does what the contract says. */
    private static Boolean tried(EntityType<?> type, SyncIdAttribute identity) {
        Class<?> entity = type.getJavaType();
        String name = entity.getName();
        Synchronisable record = (Synchronisable) Property.newInstance(entity);
        UUID id = UUID.randomUUID();
        record.setSyncId(id);
        if (!id.equals(record.getSyncId())) {
            throw new InvalidMappingException(
                    name + ".getSyncId() does not return what setSyncId() was given: let both use '"
                            + identity.attribute() + "'");
        }
        if (record.getSync() == null) {
            throw new InvalidMappingException(
                    name + ".getSync() returns null for a new object: initialise it with 'new SyncState()'");
        }
        return true;
    }
}
