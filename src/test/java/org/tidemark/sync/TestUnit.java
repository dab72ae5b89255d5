package org.tidemark.sync;

import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.tidemark.mapping.EclipseLinkNames;
import org.tidemark.spi.InstantConverter;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.sync.audit.AuditEntry;
import org.tidemark.sync.audit.AuditEvent;
import org.tidemark.sync.audit.AuditHead;
import org.tidemark.sync.audit.WaitingAuditEntry;
import org.tidemark.sync.state.ChangeCount;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.CursorKey;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.FollowUp;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.sync.state.Tombstone;

/** A persistence unit of classes that a test names: as persistence.xml would list them, for either provider. */
public record TestUnit(String name, List<String> classes, List<String> mappings, SharedCacheMode cache)
        implements PersistenceUnitInfo {

    private static final List<Class<? extends Annotation>> MANAGED =
            List.of(Entity.class, Embeddable.class, MappedSuperclass.class, Converter.class);

    private static final String KINDS = "org.tidemark.sync.kinds.";

    private static final List<Class<?>> OURS = List.of(
            SyncedEntity.class,
            SyncState.class,
            InstantConverter.class,
            Replica.class,
            ScopeClock.class,
            Tombstone.class,
            ConflictEntry.class,
            FollowUp.class,
            ChangeCount.class,
            DatabaseEpoch.class,
            CursorKey.class,
            WaitingAuditEntry.class,
            AuditEntry.class,
            AuditHead.class,
            AuditEvent.class);

    /** All that is mapped within these classes, beside Tidemark's own. */
    public static TestUnit of(String name, List<Class<?>> holders, String... mappings) {
        Stream<String> within = holders.stream()
                .flatMap(holder -> Stream.concat(Stream.of(holder), Stream.of(holder.getDeclaredClasses())))
                .filter(type -> MANAGED.stream().anyMatch(type::isAnnotationPresent))
                .map(Class::getName);
        return new TestUnit(
                name,
                Stream.concat(OURS.stream().map(Class::getName), within).toList(),
                List.of(mappings),
                SharedCacheMode.NONE);
    }

    /** The same, as an application has it that says nothing of caches. */
    public TestUnit cached() {
        return new TestUnit(name, classes, mappings, SharedCacheMode.UNSPECIFIED);
    }

    /** Has Hibernate make the tables that are not ours, for the provider to find. */
    void makeTables(String provider, Map<String, ?> properties) {
        Map<String, Object> making = new HashMap<>(properties);
        if (provider.equals("eclipselink")) {
            making.put("hibernate.implicit_naming_strategy", EclipseLinkNames.class.getName());
        }
        making.put("jakarta.persistence.schema-generation.database.action", "create");
        List<String> others = classes.stream()
                .filter(name -> !name.startsWith("org.tidemark.sync.") || name.startsWith(KINDS))
                .toList();
        new TestUnit(name, others, mappings, cache).create("hibernate", making).close();
    }

    public EntityManagerFactory create(String provider, Map<String, ?> properties) {
        try {
            String type = provider.equals("hibernate")
                    ? "org.hibernate.jpa.HibernatePersistenceProvider"
                    : "org.eclipse.persistence.jpa.PersistenceProvider";
            return ((PersistenceProvider) Class.forName(type).getConstructor().newInstance())
                    .createContainerEntityManagerFactory(this, properties);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String getPersistenceUnitName() {
        return name;
    }

    @Override
    public String getPersistenceProviderClassName() {
        return null;
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
        return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public DataSource getJtaDataSource() {
        return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
        return null;
    }

    @Override
    public List<String> getMappingFileNames() {
        return mappings;
    }

    @Override
    public List<URL> getJarFileUrls() {
        return List.of();
    }

    @Override
    public URL getPersistenceUnitRootUrl() {
        return TestUnit.class.getProtectionDomain().getCodeSource().getLocation();
    }

    @Override
    public List<String> getManagedClassNames() {
        return classes;
    }

    @Override
    public boolean excludeUnlistedClasses() {
        return true;
    }

    @Override
    public SharedCacheMode getSharedCacheMode() {
        return cache;
    }

    @Override
    public ValidationMode getValidationMode() {
        return ValidationMode.NONE;
    }

    @Override
    public Properties getProperties() {
        return new Properties();
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
        return "3.0";
    }

    @Override
    public ClassLoader getClassLoader() {
        return TestUnit.class.getClassLoader();
    }

    @Override
    public void addTransformer(ClassTransformer transformer) {
        // classes stay as they are compiled
    }

    @Override
    public ClassLoader getNewTempClassLoader() {
        return getClassLoader();
    }
}
