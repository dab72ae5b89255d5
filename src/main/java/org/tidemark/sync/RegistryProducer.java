package org.tidemark.sync;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;

/** Reads the metamodel once. */
@Dependent
class RegistryProducer {

    @PersistenceUnit(name = "persistence/tidemark-unit")
    private EntityManagerFactory factory;

    @Produces
    @Singleton
    Registry registry() {
        return new Registry(factory.getMetamodel());
    }
}
