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
    private final Map<String, String> beans = new HashMap<>();

    ConflictRules(CollectionRegistry registry) {
        this.registry = registry;
    }

    /** The rule of a collection, or null. */
    ConflictRule<?> of(SyncCollection collection) {
        return rules.get(collection.name());
    }

    public boolean has(SyncCollection collection) {
        return rules.containsKey(collection.name());
    }

    /**
     * Adds a bean if it is a rule.
     *
     * @param types what the bean can be injected as
     * @param bean its name for people
     * @param instance the bean, as this one of its types
     */
    void add(Set<Type> types, String bean, Function<Type, ConflictRule<?>> instance) {
        for (Type type : types) {
            if (type == ConflictRule.class) {
                throw new InvalidMappingException(
                        bean + " is a ConflictRule of no entity: say which, as in 'implements ConflictRule<Company>'");
            }
            if (type instanceof ParameterizedType rule && rule.getRawType() == ConflictRule.class) {
                add(rule, bean, instance);
            }
        }
    }

    private void add(ParameterizedType rule, String bean, Function<Type, ConflictRule<?>> instance) {
        Type entity = rule.getActualTypeArguments()[0];
        SyncCollection collection = registry.all().stream()
                .filter(one -> one.javaType().equals(entity))
                .findFirst()
                .orElseThrow(() -> new InvalidMappingException(bean + " is a ConflictRule for " + entity.getTypeName()
                        + ", which is no collection: name the entity class that is @Synchronised"));
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
