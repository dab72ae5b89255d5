package org.tidemark.sync;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.stream.Collectors;

/** Builds the registry while the application starts, so that a mistake in an entity or a rule fails the deployment, not the first sync. */
@Singleton
@Startup
public class EstateCheck {

    private static final System.Logger LOG = System.getLogger(EstateCheck.class.getName());

    @Inject
    private Registry registry;

    @Inject
    private ConflictRules rules;

    @PostConstruct
    void check() {
        LOG.log(
                System.Logger.Level.INFO,
                "Tidemark synchronises {0}",
                registry.all().stream()
                        .map(collection -> collection.name() + (rules.has(collection) ? " (by rule)" : ""))
                        .collect(Collectors.joining(", ")));
    }
}
