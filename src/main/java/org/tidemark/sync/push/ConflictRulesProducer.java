package org.tidemark.sync.push;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.reflect.Type;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.Proposed;

/** Finds the application's rules once. */
@Dependent
class ConflictRulesProducer {

    @Inject
    private CollectionRegistry registry;

    @Inject
    private BeanManager beans;

    /** Looks at all beans: a rule without its entity, a mistake to be told, matches no other question. */
    @Produces
    @Singleton
    ConflictRules rules() {
        var rules = new ConflictRules(registry);
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            boolean isProposed = bean.getQualifiers().stream().anyMatch(Proposed.class::isInstance);
            rules.add(bean.getTypes(), bean.getBeanClass().getName(), isProposed, type -> instance(bean, type));
        }
        return rules;
    }

    private ConflictRule<?> instance(Bean<?> bean, Type type) {
        return (ConflictRule<?>) beans.getReference(bean, type, beans.createCreationalContext(bean));
    }
}
