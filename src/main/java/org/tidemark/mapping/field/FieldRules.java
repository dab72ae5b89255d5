package org.tidemark.mapping.field;

import jakarta.json.JsonObject;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.groups.Default;
import jakarta.validation.metadata.BeanDescriptor;
import jakarta.validation.metadata.ConstraintDescriptor;
import jakarta.validation.metadata.ElementDescriptor;
import jakarta.validation.metadata.PropertyDescriptor;
import java.util.Arrays;
import java.util.Set;
import org.tidemark.json.Json;

/**
 * What Bean Validation says of the attributes of a class, for replicas to say before a sync: the constraints of the
 * default group, from annotations and from XML. Those that the application has made itself are not described, but for
 * the parts that they are composed of; the server looks at all of them in any case.
 */
public final class FieldRules {

    /** Of a class of which nothing is known. */
    public static final FieldRules NONE = new FieldRules(null, null);

    private final Validator validator;
    private final BeanDescriptor bean;

    private FieldRules(Validator validator, BeanDescriptor bean) {
        this.validator = validator;
        this.bean = bean;
    }

    public static FieldRules of(Validator validator, Class<?> type) {
        try {
            return new FieldRules(validator, validator.getConstraintsForClass(type));
        } catch (ValidationException e) {
            // A constraint stands where it cannot: a push of such a record fails, and says so.
            return NONE;
        }
    }

    /** Of the parts of an embedded object, which are looked at only if it is marked {@code @Valid}. */
    FieldRules within(String name, Class<?> type) {
        PropertyDescriptor property = property(name);
        return property != null
                        && property.isCascaded()
                        && property.getGroupConversions().isEmpty()
                ? of(validator, type)
                : NONE;
    }

    /** Whether there must be a value. */
    boolean requires(String name) {
        return rules(property(name)).isRequired();
    }

    /** The most characters of a text, or elements of a collection, that a constraint allows. */
    long longest(String name) {
        return rules(property(name)).longest();
    }

    /** All of one attribute. */
    JsonObject describe(String name) {
        PropertyDescriptor property = property(name);
        RuleReader own = rules(property);
        var json = Json.createObjectBuilder(own.json());
        if (property != null) {
            property.getConstrainedContainerElementTypes().stream()
                    .map(element -> rules(element).items())
                    .filter(rules -> !rules.isEmpty())
                    .findFirst()
                    .ifPresent(rules -> json.add("items", rules));
        }
        return json.build();
    }

    private PropertyDescriptor property(String name) {
        return bean == null ? null : bean.getConstraintsForProperty(name);
    }

    private static RuleReader rules(ElementDescriptor element) {
        var reader = new RuleReader();
        if (element != null) {
            add(
                    reader,
                    element.findConstraints()
                            .unorderedAndMatchingGroups(Default.class)
                            .getConstraintDescriptors());
        }
        return reader;
    }

    private static void add(RuleReader reader, Set<ConstraintDescriptor<?>> constraints) {
        for (ConstraintDescriptor<?> constraint : constraints) {
            reader.add(constraint.getAnnotation());
            if (isAllOf(constraint)) {
                add(reader, constraint.getComposingConstraints());
            }
        }
    }

    /** A provider may let a composed constraint ask for one of its parts, or for none. */
    private static boolean isAllOf(ConstraintDescriptor<?> constraint) {
        return Arrays.stream(constraint.getAnnotation().annotationType().getAnnotations())
                .noneMatch(meta -> meta.annotationType().getSimpleName().equals("ConstraintComposition"));
    }
}
