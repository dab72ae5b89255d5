package org.tidemark.mapping;

import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

/** The {@code @Version} of an entity type, which tells whether JPA has written a row. Threadsafe. */
public final class OptimisticLock {

    /** Null if it cannot be read. */
    private final Member member;

    private OptimisticLock(Member member) {
        this.member = member;
    }

    static OptimisticLock of(EntityType<?> type) {
        return new OptimisticLock(type.getSingularAttributes().stream()
                .filter(SingularAttribute::isVersion)
                .map(SingularAttribute::getJavaMember)
                .filter(member -> member instanceof AccessibleObject found && found.trySetAccessible())
                .findFirst()
                .orElse(null));
    }

    /** Its value, or null if that cannot be known. */
    public Object read(Object entity) {
        try {
            if (member instanceof Field field) {
                return field.get(entity);
            }
            return member instanceof Method method ? method.invoke(entity) : null;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return null;
        }
    }
}
