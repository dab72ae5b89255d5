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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PullResult;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.SyncAnswer;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** The entities of the mapping tests under one provider, with an in-memory database of its own: pushes and pulls without a server. */
final class Estate implements AutoCloseable {

    private static final List<String> TEAMS = List.of("red", "blue");
    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private static final Caller CALLER = new Caller() {
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
    private final Connection keepsTheDatabase;
    final Registry registry;
    ConflictRules rules = ConflictRules.NONE;
    BooleanSupplier isDoomed = () -> false;

    Estate(String provider) {
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        try {
            keepsTheDatabase = DriverManager.getConnection(url);
            run("/org/tidemark/db/common/V1__tidemark.sql");
            run("/org/tidemark/sync/mapping/tables.sql");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        factory = Persistence.createEntityManagerFactory(
                provider, Map.of("jakarta.persistence.jdbc.url", url, "eclipselink.session-name", url));
        registry = new Registry(factory.getMetamodel());
        TEAMS.forEach(team -> inTransaction(em -> {
            em.persist(new ScopeClock(team, 0));
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

    <T> T inTransaction(Function<EntityManager, T> work) {
        EntityManager em = factory.createEntityManager();
        try {
            em.getTransaction().begin();
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
    }

    PushResult push(Change... changes) {
        return push(caller -> Set.copyOf(TEAMS), changes);
    }

    PushResult push(ScopePolicy policy, Change... changes) {
        Rights rights = Rights.of(CALLER, policy);
        return inTransaction(em -> {
            LockedRows rows = LockedRows.lock(em, registry, List.of(changes));
            var conflicts = OpenConflicts.lock(em, CALLER, rights, List.of());
            var author = new ChangeSet.Author("alice", UUID.randomUUID());
            var set = new ChangeSet(em, registry, VALIDATOR, rows, rights, author, conflicts, ruling(), null);
            Units.of(registry, List.of(changes)).forEach(set::decide);
            set.write();
            return PushResult.of(1).plus(set.applied(), set.detected(), set.rejected());
        });
    }

    private Ruling ruling() {
        return new Ruling(rules, Set.of(), isDoomed);
    }

    /** All records of a collection, by id, as a replica with nothing would get them. */
    Map<String, JsonObject> pull(String collection) {
        Rights rights = Rights.of(CALLER, caller -> Set.copyOf(TEAMS));
        PullResult result = inTransaction(em -> new PullPass(em, registry, rights)
                .page(
                        new PullingReplica(UUID.randomUUID(), null, null, UUID.randomUUID()),
                        Cursor.start(UUID.randomUUID(), "alice"),
                        1000));
        Map<String, JsonObject> records = new LinkedHashMap<>();
        byte[] answer = new SyncAnswer(Instant.now(), UUID.randomUUID(), null, result).toBytes();
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

    static Change added(String collection, UUID id, String fields) {
        return new Change.Added(new RecordKey(collection, id), json(fields), null);
    }

    static Change modified(String collection, UUID id, long version, String fields) {
        return new Change.Modified(
                new RecordKey(collection, id), version, json(fields), JsonValue.EMPTY_JSON_OBJECT, null);
    }

    static Change deleted(String collection, UUID id, long version) {
        return new Change.Deleted(new RecordKey(collection, id), version, null);
    }

    static JsonObject json(String text) {
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
