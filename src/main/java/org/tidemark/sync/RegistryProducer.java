package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;

/** Reads the metamodel once. */
@Dependent
class RegistryProducer {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Produces
    @Singleton
    Registry registry() {
        return new Registry(em.getMetamodel(), DatabaseCheck.isMariaDb(em));
    }
}
