package org.tidemark.mapping.field;

import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.annotation.JsonbCreator;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeDeserializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;

/** A value class of the application: JSON-B, with the adapters that the class declares, knows how it looks. */
final class JsonbValueType {

    private static final Jsonb JSONB = JsonbBuilder.create();

    private JsonbValueType() {}

    static ValueType of(Class<?> type) {
        String name = type.getCanonicalName();
        if (name == null || name.startsWith("java.") || type.isArray()) {
            throw new UnsupportedTypeException(
                    "is a " + type.getTypeName()
                            + ", which does not travel: use a type that does, or a class of your own with an AttributeConverter");
        }
        if (!isBindable(type)) {
            throw new UnsupportedTypeException(
                    "is a " + type.getName() + ", which JSON-B cannot create: give the class a public or"
                            + " protected constructor without arguments, a @JsonbCreator, or a @JsonbTypeAdapter");
        }
        return new ValueType(
                "object",
                v -> {
                    Object value = JSONB.fromJson(v.toString(), type);
                    if (!asJson(value).equals(v)) {
                        throw new JsonbException("not all of the value was read");
                    }
                    return value;
                },
                JsonbValueType::asJson);
    }

    private static boolean isBindable(Class<?> type) {
        if (type.isAnnotationPresent(JsonbTypeAdapter.class) || type.isAnnotationPresent(JsonbTypeDeserializer.class)) {
            return true;
        }
        int hidden = Modifier.ABSTRACT | Modifier.INTERFACE;
        return (type.getModifiers() & hidden) == 0
                && Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                        .flatMap(Stream::of)
                        .anyMatch(maker -> maker.isAnnotationPresent(JsonbCreator.class)
                                || maker instanceof Constructor<?>
                                        && maker.getParameterCount() == 0
                                        && (maker.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0);
    }

    private static JsonValue asJson(Object value) {
        return JSONB.fromJson(JSONB.toJson(value), JsonValue.class);
    }
}
