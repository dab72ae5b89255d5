package org.tidemark.sync;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tidemark.config.Setting;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.constraints.ScopeLengths;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.state.OwnTables;

/**
 * Builds the registry and looks at the database while the application starts, so that a mistake in an entity, a rule or
 * the data source fails the deployment, not the first sync.
 */
@Singleton
@Startup
public class StartupCheck {

    private static final System.Logger LOG = System.getLogger(StartupCheck.class.getName());

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private Instance<ScopePolicy> policy;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private Dialect dialect;

    @PostConstruct
    void check() {
        List<String> mistakes = new ArrayList<>(Setting.mistakes());
        mistakes.addAll(OwnTables.mistakes(em, dialect));
        mistakes.addAll(dialect.mistakes(em));
        if (!mistakes.isEmpty()) {
            throw new InvalidMappingException(mistakes);
        }
        Setting.unknown()
                .forEach(key ->
                        LOG.log(System.Logger.Level.WARNING, "There is no setting {0}: see docs/settings.md", key));
        if (policy.isUnsatisfied()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "There is no ScopePolicy, so nobody may read or write anything. Add a CDI bean that implements"
                            + " org.tidemark.spi.ScopePolicy, for example @ApplicationScoped");
        }
        ScopeLengths.compare(em, registry, dialect).forEach(sentence -> LOG.log(System.Logger.Level.WARNING, sentence));
        LOG.log(
                System.Logger.Level.INFO,
                "Tidemark synchronises {0}",
                registry.all().stream()
                        .map(collection -> collection.name() + (rules.has(collection) ? " (by rule)" : ""))
                        .collect(Collectors.joining(", ")));
        String readOnly = registry.all().stream()
                .flatMap(collection -> collection.withoutSetter().map(field -> collection.name() + "." + field))
                .collect(Collectors.joining(", "));
        if (!readOnly.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "Replicas only read {0}: there is no setter. If that is wrong, add one, which may be private",
                    readOnly);
        }
    }
}
