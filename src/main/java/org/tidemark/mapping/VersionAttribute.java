package org.tidemark.mapping;

import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;

/** The {@code @Version} of an entity type, which tells whether JPA has written a row. Threadsafe. */
public final class VersionAttribute {

    /** Null if it cannot be read. */
    private final Member member;

    private VersionAttribute(Member member) {
        this.member = member;
    }

    static VersionAttribute of(EntityType<?> type) {
        return new VersionAttribute(type.getSingularAttributes().stream()
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
