package org.tidemark.mapping;

import jakarta.persistence.EntityListeners;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.tidemark.spi.RecordListener;

/**
 * What JPA calls of the application while it writes an entity: it may make another record of it than the one that was
 * decided.
 */
final class Callbacks {

    private Callbacks() {}

    /** Whether the class, one above it or a listener of theirs has a method that is called at one of these moments. */
    @SafeVarargs
    static boolean has(Class<?> entity, Class<? extends Annotation>... moments) {
        return hierarchy(entity)
                .flatMap(type -> Stream.concat(Stream.of(type), listeners(type)))
                .flatMap(Callbacks::hierarchy)
                .filter(type -> type != RecordListener.class)
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .anyMatch(method -> Stream.of(moments).anyMatch(method::isAnnotationPresent));
    }

    private static Stream<Class<?>> listeners(Class<?> type) {
        EntityListeners listeners = type.getAnnotation(EntityListeners.class);
        return listeners == null ? Stream.empty() : Arrays.stream(listeners.value());
    }

    private static Stream<Class<?>> hierarchy(Class<?> type) {
        return Stream.iterate(type, above -> above != null, above -> (Class<?>) above.getSuperclass());
    }
}
