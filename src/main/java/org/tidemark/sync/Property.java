package org.tidemark.sync;

import jakarta.persistence.metamodel.Attribute;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * A JPA attribute as a getter, a setter and their annotations. Never the field itself: a provider that weaves entities does not
 * notice a field that is set by reflection, and would not write it.
 */
final class Property {

    private final String name;
    private final Method getter;
    private final Method setter;
    private final Field field;

    private Property(String name, Method getter, Method setter, Field field) {
        this.name = name;
        this.getter = getter;
        this.setter = setter;
        this.field = field;
    }

    static Property of(Attribute<?, ?> attribute) {
        return find(attribute)
                .orElseThrow(() -> new InvalidEstateException(
                        attribute.getDeclaringType().getJavaType().getName() + "." + attribute.getName()
                                + " has no getter: add one, or keep the attribute from replicas with @JsonbTransient"));
    }

    /** The property, unless the attribute has no getter. */
    static Optional<Property> find(Attribute<?, ?> attribute) {
        Class<?> owner = attribute.getDeclaringType().getJavaType();
        String name = attribute.getName();
        for (PropertyDescriptor candidate : descriptors(owner)) {
            if (candidate.getName().equals(name) && candidate.getReadMethod() != null) {
                return Optional.of(
                        new Property(name, candidate.getReadMethod(), candidate.getWriteMethod(), field(owner, name)));
            }
        }
        return Optional.empty();
    }

    private static PropertyDescriptor[] descriptors(Class<?> owner) {
        try {
            return Introspector.getBeanInfo(owner).getPropertyDescriptors();
        } catch (IntrospectionException e) {
            throw new InvalidEstateException(owner.getName() + " cannot be introspected: " + e.getMessage());
        }
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

    Class<?> type() {
        return getter.getReturnType();
    }

    /** A new value of the property's type. */
    Object newInstance() {
        return newInstance(type());
    }

    static Object newInstance(Class<?> type) {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new InvalidEstateException(type.getName() + " has no constructor without arguments: add one");
        }
    }

    boolean isWritable() {
        return setter != null;
    }

    /** The annotation, wherever JPA allows it: on the field or on the getter. */
    <A extends Annotation> Optional<A> annotation(Class<A> type) {
        for (AnnotatedElement element : new AnnotatedElement[] {field, getter}) {
            if (element != null && element.isAnnotationPresent(type)) {
                return Optional.of(element.getAnnotation(type));
            }
        }
        return Optional.empty();
    }

    Object get(Object bean) {
        return invoke(getter, bean);
    }

    void set(Object bean, Object value) {
        invoke(setter, bean, value);
    }

    private static Object invoke(Method method, Object bean, Object... arguments) {
        try {
            return method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not public", e);
        }
    }
}
