package org.tidemark.it.estate;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tidemark.rest.Api;

/** Every resource method of the API, as {@code GET /api/conflicts/{id}}, by the annotations that JAX-RS reads. */
final class Endpoints {

    private Endpoints() {}

    static Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (Class<?> type : new Api().getClasses()) {
            Path root = type.getAnnotation(Path.class);
            if (root != null) {
                for (Method method : type.getDeclaredMethods()) {
                    verbs(method).forEach(verb -> all.add(verb + " /api" + slash(root) + slash(path(method))));
                }
            }
        }
        return all;
    }

    private static Stream<String> verbs(Method method) {
        return Stream.of(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value);
    }

    private static Path path(Method method) {
        return method.getAnnotation(Path.class);
    }

    private static String slash(Path path) {
        return path == null || path.value().isEmpty() ? "" : "/" + path.value();
    }
}
