package org.tidemark.mapping.field;

import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.ManagedType;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JPA attribute as a getter, a setter and their annotations. Never the field itself: a provider that weaves entities
 * does not notice a field that is set by reflection, and would not write it. The methods may be private: an entity need
 * not open its attributes to everybody. A getter that the class overrides is the one that counts, so a class can
 * annotate what a superclass that it cannot touch declares.
 */
public final class Property {

    private final Class<?> owner;
    private final String name;
    private final Method getter;
    private final Method setter;
    private final Field field;

    private Property(Class<?> owner, String name) {
        this.owner = owner;
        this.name = name;
        this.getter = getter(owner, name);
        this.setter = getter == null ? null : setter(owner, name, getter.getReturnType());
        this.field = field(owner, name);
    }

    /**
     * The property of an attribute, of which perhaps nothing but the annotations can be used: see {@link #isReadable}.
     */
    public static Property of(ManagedType<?> type, Attribute<?, ?> attribute) {
        return new Property(type.getJavaType(), attribute.getName());
    }

    /** As people write them: what a tool generates for {@code eMail} is {@code getEMail} or {@code geteMail}. */
    private static Stream<String> methods(String prefix, String name) {
        return Stream.of(prefix + Character.toUpperCase(name.charAt(0)) + name.substring(1), prefix + name);
    }

    private static Method getter(Class<?> owner, String name) {
        List<Method> methods = usable(owner, 0);
        return Stream.concat(methods("get", name), methods("is", name))
                .flatMap(candidate -> methods.stream().filter(m -> m.getName().equals(candidate)))
                .filter(m -> m.getName().startsWith("get") ? m.getReturnType() != void.class : isBoolean(m))
                .findFirst()
                .orElse(null);
    }

    private static boolean isBoolean(Method method) {
        return method.getReturnType() == boolean.class || method.getReturnType() == Boolean.class;
    }

    /** Whatever it returns: some return the object itself. */
    private static Method setter(Class<?> owner, String name, Class<?> type) {
        List<Method> methods = usable(owner, 1);
        return methods("set", name)
                .flatMap(candidate -> methods.stream().filter(m -> m.getName().equals(candidate)))
                .filter(m -> m.getParameterTypes()[0].isAssignableFrom(type))
                .findFirst()
                .orElse(null);
    }

    /** Those that anybody may call come first: a private one that a subclass hides by another is not meant. */
    private static List<Method> usable(Class<?> owner, int parameters) {
        Stream<Method> hidden = Stream.<Class<?>>iterate(owner, type -> type != null, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(m -> !Modifier.isPublic(m.getModifiers()));
        return Stream.concat(Arrays.stream(owner.getMethods()), hidden)
                .filter(m -> m.getParameterCount() == parameters
                        && !m.isBridge()
                        && !m.isSynthetic()
                        && !Modifier.isStatic(m.getModifiers())
                        && m.getDeclaringClass() != Object.class)
                // The class itself need not be public.
                .filter(Method::trySetAccessible)
                .toList();
    }

    private static Field field(Class<?> owner, String name) {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            try {
                return type.getDeclaredField(name);
            } catch (NoSuchFieldException e) {
                // perhaps a superclass declares it
            }
        }
        return null;
    }

    String name() {
        return name;
    }

    /** For people. */
    @Override
    public String toString() {
        return owner.getName() + "." + name;
    }

    public boolean isReadable() {
        return getter != null;
    }

    public Class<?> type() {
        return getter.getReturnType();
    }

    /** A new value of the property's type. */
    public Object newInstance() {
        return newInstance(type());
    }

    public static Object newInstance(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new InvalidMappingException(type.getName() + " cannot be created, its constructor throws "
                    + e.getCause() + ": let the constructor without arguments do nothing");
        } catch (ReflectiveOperationException e) {
            throw new InvalidMappingException(type.getName() + " has no constructor without arguments: add one");
        }
    }

    public boolean isWritable() {
        return setter != null;
    }

    public boolean is(Class<? extends Annotation> type) {
        return annotation(type).isPresent();
    }

    /** The annotation, wherever JPA allows it: on the field or on the getter. */
    public <A extends Annotation> Optional<A> annotation(Class<A> type) {
        for (AnnotatedElement element : new AnnotatedElement[] {field, getter}) {
            if (element != null && element.isAnnotationPresent(type)) {
                return Optional.of(element.getAnnotation(type));
            }
        }
        return Optional.empty();
    }

    public Object get(Object bean) {
        return invoke(getter, bean);
    }

    public void set(Object bean, Object value) {
        invoke(setter, bean, value);
    }

    private static Object invoke(Method method, Object bean, Object... arguments) {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public", e);
        }
    }
}
