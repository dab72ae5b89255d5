package org.tidemark.sync.push;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.Merge;

/**
 * The application's rules, by collection. A rule that could never be asked is a mistake, and fails the deployment.
 * Threadsafe once filled.
 */
public final class ConflictRules {

    public static final ConflictRules NONE = new ConflictRules(null);

    private final CollectionRegistry registry;
    private final Map<String, ConflictRule<?>> rules = new HashMap<>();
    private final Map<String, ConflictRule<?>> proposed = new HashMap<>();
    private final Map<String, String> beans = new HashMap<>();

    ConflictRules(CollectionRegistry registry) {
        this.registry = registry;
    }

    /** The rule of a collection, or null. */
    public ConflictRule<?> of(SyncCollection collection) {
        return rules.get(collection.name());
    }

    public boolean has(SyncCollection collection) {
        return rules.containsKey(collection.name());
    }

    /** The rule of a collection that is only replayed, or null. */
    public ConflictRule<?> proposed(SyncCollection collection) {
        return proposed.get(collection.name());
    }

    /**
     * Adds a bean if it is a rule.
     *
     * @param types what the bean can be injected as
     * @param bean its name for people
     * @param isProposed whether it is not to decide
     * @param instance the bean, as this one of its types
     */
    void add(Set<Type> types, String bean, boolean isProposed, Function<Type, ConflictRule<?>> instance) {
        for (Type type : types) {
            if (type == ConflictRule.class) {
                throw new InvalidMappingException(
                        bean + " is a ConflictRule of no entity: say which, as in 'implements ConflictRule<Company>'");
            }
            if (type instanceof ParameterizedType rule && rule.getRawType() == ConflictRule.class) {
                add(rule, bean, isProposed, instance);
            }
        }
    }

    private void add(
            ParameterizedType rule, String bean, boolean isProposed, Function<Type, ConflictRule<?>> instance) {
        Type entity = rule.getActualTypeArguments()[0];
        SyncCollection collection = registry.all().stream()
                .filter(one -> one.javaType().equals(entity))
                .findFirst()
                .orElseThrow(() -> new InvalidMappingException(bean + " is a ConflictRule for " + entity.getTypeName()
                        + ", which is no collection: name the entity class that is @Synchronised"));
        if (isProposed) {
            if (proposed.put(collection.name(), instance.apply(rule)) != null) {
                throw new InvalidMappingException("the collection '" + collection.name()
                        + "' has two rules that are @Proposed, one of them " + bean + ": keep one");
            }
            return;
        }
        Merge merge = collection.mergeRules().merge();
        if (merge == Merge.CLIENT || merge == Merge.SERVER) {
            throw new InvalidMappingException(bean + " would never be asked: " + entity.getTypeName()
                    + " says @Synchronised(merge = " + merge + "). Let it say MANUAL or FIELDS, or remove the rule");
        }
        String other = beans.put(collection.name(), bean);
        if (other != null) {
            throw new InvalidMappingException("the collection '" + collection.name() + "' has two rules, " + other
                    + " and " + bean + ": keep one of them, or mark the other @Vetoed");
        }
        rules.put(collection.name(), instance.apply(rule));
    }
}
