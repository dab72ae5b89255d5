package org.tidemark.mapping;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import org.tidemark.dialect.Dialect;

/** Reads the metamodel once, and asks once which database it is. */
@Dependent
class CollectionRegistryProducer {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Produces
    @Singleton
    CollectionRegistry registry(Dialect dialect) {
        return new CollectionRegistry(em.getMetamodel(), dialect == Dialect.MARIADB);
    }

    @Produces
    @Singleton
    Dialect dialect() {
        return Dialect.of(em);
    }
}
