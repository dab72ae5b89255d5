package org.tidemark.sync;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.tidemark.datasource.ConfiguredDataSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.capture.ApplicationObservers;
import org.tidemark.sync.clock.RowsBefore;
import org.tidemark.sync.constraints.TableReader;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.state.ScopeClock;

/**
 * The entities of the mapping tests under one provider, with an in-memory database of its own: pushes and pulls without
 * a server.
 */
public final class Estate implements AutoCloseable {

    private static final List<String> TEAMS = List.of("red", "blue");

    public static final ApplicationObservers NOBODY = new ApplicationObservers() {
        @Override
        public boolean observe(Object event) {
            return false;
        }
    };

    public static final Caller CALLER = new Caller() {
        @Override
        public String user() {
            return "alice";
        }

        @Override
        public boolean isInRole(String role) {
            return false;
        }
    };

    private final EntityManagerFactory factory;
    final List<String> scopes;
    private final Connection keepsTheDatabase;
    final OneConnection connections;
    public final CollectionRegistry registry;
    private final EstateReader reader = new EstateReader(this);
    private final EstateWriter writer = new EstateWriter(this);
    public ConflictRules rules = ConflictRules.NONE;
    public BooleanSupplier isDoomed = () -> false;

    public Estate(String provider) {
        this(provider, h2(provider), TEAMS, "/org/tidemark/sync/mapping/tables.sql", (unit, properties) -> {
            return Persistence.createEntityManagerFactory(unit, properties);
        });
    }

    /** An estate of other entities, in tables as Hibernate makes them, whatever the provider. */
    public Estate(String provider, String url, List<String> scopes, TestUnit unit) {
        this(provider, url, scopes, null, (name, properties) -> {
            unit.makeTables(name, properties);
            return unit.create(name, properties);
        });
    }

    /**
     * The same, by connections as the WAR opens them, and with the properties of its persistence unit that concern
     * values.
     */
    static Estate byOurConnections(String provider, String url, List<String> scopes, TestUnit unit) {
        return new Estate(provider, url, scopes, null, (name, properties) -> {
            unit.makeTables(name, properties);
            System.setProperty("tidemark.db.url", url);
            Map<String, Object> ours = new HashMap<>(properties);
            ours.remove("jakarta.persistence.jdbc.url");
            ours.put("jakarta.persistence.nonJtaDataSource", new ConfiguredDataSource());
            ours.put("hibernate.type.java_time_use_direct_jdbc", "true");
            System.clearProperty("tidemark.db.url");
            return unit.create(name, ours);
        });
    }

    /** An estate whose tables were there before, as a script makes them. */
    static Estate withTables(String provider, String url, List<String> scopes, String script, TestUnit unit) {
        return new Estate(provider, url, scopes, null, (name, properties) -> {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute(script);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return unit.create(name, properties);
        });
    }

    /**
     * A database of its own in memory; EclipseLink asks H2 for the keys of identity columns in the way of its first
     * version.
     */
    public static String h2(String provider) {
        return "jdbc:h2:mem:" + UUID.randomUUID() + (provider.equals("eclipselink") ? ";MODE=LEGACY" : "");
    }

    private Estate(
            String provider,
            String url,
            List<String> scopes,
            String tables,
            BiFunction<String, Map<String, Object>, EntityManagerFactory> factories) {
        this.scopes = scopes;
        connections = new OneConnection(url);
        try {
            keepsTheDatabase = DriverManager.getConnection(url);
            String types = url.startsWith("jdbc:mariadb:") ? "mariadb" : "common";
            run("/org/tidemark/db/" + types + "/V1__tidemark.sql");
            if (tables != null) {
                run(tables);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        factory = factories.apply(
                provider,
                Map.of(
                        "jakarta.persistence.nonJtaDataSource", connections,
                        "eclipselink.session-name", url,
                        "eclipselink.weaving", "false"));
        registry = new CollectionRegistry(factory.getMetamodel());
        scopes.forEach(scope -> inTransaction(em -> {
            em.persist(new ScopeClock(scope, 0));
            return null;
        }));
    }

    /** As the server does when it starts: columns and keys are asked of the database. */
    public void readTables() {
        inTransaction(em -> {
            TableReader.read(em, registry, Dialect.of(em));
            return null;
        });
    }

    private void run(String script) throws SQLException {
        try (InputStream in = Estate.class.getResourceAsStream(script);
                Statement statement = keepsTheDatabase.createStatement()) {
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T inTransaction(Function<EntityManager, T> work) {
        return connections.inTransaction(() -> {
            EntityManager em = begin();
            try {
                em.setFlushMode(FlushModeType.COMMIT);
                T result = work.apply(em);
                em.getTransaction().commit();
                return result;
            } finally {
                if (em.getTransaction().isActive()) {
                    em.getTransaction().rollback();
                }
                em.close();
            }
        });
    }

    public RowsBefore before() {
        return new RowsBefore(this::begin);
    }

    /** An entity manager in the current transaction. */
    EntityManager begin() {
        EntityManager em = open();
        em.getTransaction().begin();
        return em;
    }

    EntityManager open() {
        return factory.createEntityManager();
    }

    public PushResult push(Change... changes) {
        return push(caller -> Set.copyOf(scopes), changes);
    }

    /** What JPA writes besides is heard of where an entity has {@link Ears}. */
    public PushResult push(ScopePolicy policy, Change... changes) {
        return writer.push(policy, changes);
    }

    public CallerRights rights(ScopePolicy policy) {
        return CallerRights.of(CALLER, policy, () -> {
            Set<String> all = new HashSet<>();
            try (Statement statement = keepsTheDatabase.createStatement();
                    var rows = statement.executeQuery("select scope from tidemark_clock")) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return all;
        });
    }

    /** All records of a collection, by id, as a replica with nothing would get them. */
    public Map<String, JsonObject> pull(String collection) {
        return reader.pull(collection);
    }

    /** A record as a pass that has come just before it would get it, or null: other collections are not asked. */
    public JsonObject pull(String collection, UUID id) {
        return reader.pull(collection, id);
    }

    /** As the exchange does it: what cannot be read is left out. */
    public PullResult page(CallerRights rights, RangeCache kept, PullState replica, PullCursor cursor, int page) {
        return reader.page(rights, kept, replica, cursor, page);
    }

    public static Change added(String collection, UUID id, String fields) {
        return new Change.Added(new RecordKey(collection, id), 0, json(fields), null);
    }

    public static Change modified(String collection, UUID id, long version, String fields) {
        return new Change.Modified(
                new RecordKey(collection, id), version, json(fields), JsonValue.EMPTY_JSON_OBJECT, null);
    }

    public static Change deleted(String collection, UUID id, long version) {
        return new Change.Deleted(new RecordKey(collection, id), version, null);
    }

    public static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() throws SQLException {
        factory.close();
        keepsTheDatabase.close();
    }
}
