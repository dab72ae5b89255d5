package org.tidemark.sync;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Persistence;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.tidemark.datasource.ConfiguredDataSource;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.memory.Allowance;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.capture.ApplicationObservers;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.RowsBefore;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.pull.LeftOut;
import org.tidemark.sync.pull.PullCursor;
import org.tidemark.sync.pull.PullPass;
import org.tidemark.sync.pull.PullState;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.push.Author;
import org.tidemark.sync.push.ChangeGroups;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.push.PushTransaction;
import org.tidemark.sync.push.RuleEvaluation;
import org.tidemark.sync.retry.UnnumberedWritesException;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.ScopeClock;

/** The entities of the mapping tests under one provider, with an in-memory database of its own: pushes and pulls without a server. */
public final class Estate implements AutoCloseable {

    private static final List<String> TEAMS = List.of("red", "blue");
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

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
    private final List<String> scopes;
    private final Connection keepsTheDatabase;
    final OneConnection connections;
    public final CollectionRegistry registry;
    private final RangeCache ranges = new RangeCache();
    private final UnreadableRecords unreadable = new UnreadableRecords();
    private final IndirectWrites.Known known = new IndirectWrites.Known();
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

    /** The same, by connections as the WAR opens them, and with the properties of its persistence unit that concern values. */
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

    /** A database of its own in memory; EclipseLink asks H2 for the keys of identity columns in the way of its first version. */
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
        EntityManager em = factory.createEntityManager();
        em.getTransaction().begin();
        return em;
    }

    public PushResult push(Change... changes) {
        return push(caller -> Set.copyOf(scopes), changes);
    }

    /** What JPA writes besides is heard of where an entity has {@link Ears}. */
    public PushResult push(ScopePolicy policy, Change... changes) {
        CallerRights rights = rights(policy);
        while (true) {
            try {
                return inTransaction(em -> {
                    var sideWrites = new IndirectWrites(registry, before(), known);
                    Ears.tell(sideWrites);
                    LockedRecords rows = LockedRecords.lock(em, registry, List.of(changes));
                    var conflicts = PushConflicts.lock(em, CALLER, rights, List.of());
                    var author = new Author("alice", UUID.randomUUID());
                    var set = new PushTransaction(
                            em, registry, VALIDATOR, rows, rights, author, conflicts, ruling(), NOBODY, sideWrites);
                    ChangeGroups.of(registry, List.of(changes)).forEach(set::decide);
                    set.write();
                    set.flush();
                    set.findsMoreMerged();
                    return PushResult.of(1).plus(set.applied(), set.detected(), set.rejected());
                });
            } catch (RuntimeException e) {
                if (!(e instanceof UnnumberedWritesException) && !(e.getCause() instanceof UnnumberedWritesException)) {
                    throw e;
                }
            } finally {
                Ears.tell(null);
            }
        }
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

    private RuleEvaluation ruling() {
        return new RuleEvaluation(rules, Set.of(), isDoomed);
    }

    /** All records of a collection, by id, as a replica with nothing would get them. */
    public Map<String, JsonObject> pull(String collection) {
        return pull(collection, Set.copyOf(scopes), PullCursor.start(UUID.randomUUID(), "alice"), 1000);
    }

    /** A record as a pass that has come just before it would get it, or null: other collections are not asked. */
    public JsonObject pull(String collection, UUID id) {
        List<SyncState> found = inTransaction(
                em -> em.createQuery(registry.get(collection).queries().byIds(), Synchronisable.class)
                        .setParameter("ids", List.of(id))
                        .getResultStream()
                        .map(Synchronisable::getSync)
                        .toList());
        if (found.isEmpty()) {
            return null;
        }
        String scope = found.get(0).getScope();
        long version = found.get(0).getVersion();
        var pass = new PullCursor.Pass(Map.of(scope, version), Set.of(), 0, collection + "/" + scope, version - 1);
        var cursor = new PullCursor(UUID.randomUUID(), "alice", Map.of(scope, 0L), 0, LeftOut.nothing(), pass);
        return pull(collection, Set.of(scope), cursor, 1).get(id.toString());
    }

    private Map<String, JsonObject> pull(String collection, Set<String> readable, PullCursor cursor, int page) {
        CallerRights rights = rights(caller -> readable);
        var replica = new PullState(UUID.randomUUID(), null, null, UUID.randomUUID(), 0);
        PullResult result = page(rights, ranges, replica, cursor, page);
        Map<String, JsonObject> records = new LinkedHashMap<>();
        byte[] answer = new SyncAnswer(Instant.now(), UUID.randomUUID(), null, result)
                .toJson()
                .toByteArray();
        JsonObject pull = json(new String(answer, StandardCharsets.UTF_8)).getJsonObject("pull");
        for (JsonObject scope : pull.getJsonArray("scopes").getValuesAs(JsonObject.class)) {
            JsonObject changes = scope.getJsonObject("changes").getJsonObject(collection);
            if (changes != null) {
                changes.getJsonArray("upserted")
                        .getValuesAs(JsonObject.class)
                        .forEach(record -> records.put(record.getString("id"), record));
            }
        }
        return records;
    }

    /** As the exchange does it: what cannot be read is left out. */
    public PullResult page(CallerRights rights, RangeCache kept, PullState replica, PullCursor cursor, int page) {
        try {
            return inTransaction(
                    em -> new PullPass(em, registry, rights, kept, Allowance.UNBOUNDED).page(replica, cursor, page));
        } catch (UnreadableException e) {
            EntityManager em = factory.createEntityManager();
            try {
                return new PullPass(em, registry, rights, kept, Allowance.UNBOUNDED)
                        .leavingOut(unreadable)
                        .page(replica, cursor, page);
            } finally {
                em.close();
            }
        }
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
