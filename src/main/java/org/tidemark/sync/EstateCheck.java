package org.tidemark.sync;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.stream.Collectors;

/** Builds the registry while the application starts, so that a mistake in an entity fails the deployment, not the first sync. */
@Singleton
@Startup
public class EstateCheck {

    private static final System.Logger LOG = System.getLogger(EstateCheck.class.getName());

    @Inject
    private Registry registry;

    @PostConstruct
    void check() {
        LOG.log(
                System.Logger.Level.INFO,
                "Tidemark synchronises {0}",
                registry.all().stream().map(SyncCollection::name).collect(Collectors.joining(", ")));
    }
}
