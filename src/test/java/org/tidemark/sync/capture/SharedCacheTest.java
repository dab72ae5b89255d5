package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import jakarta.persistence.metamodel.EntityType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.AdoptedEntity;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.sync.Application;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.CurrentRecords;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Keeps;
import org.tidemark.sync.kinds.Keeps.Folder;
import org.tidemark.sync.kinds.Keeps.Sheet;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.CursorKey;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.Replica;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.sync.state.Tombstone;

/**
 * EclipseLink shares what it has read between transactions, unless it is told not to. An application may want that for
 * its entities: Tidemark reads past it, since another node's writes are not in it.
 */
class SharedCacheTest {

    private static final Set<Class<?>> OURS = Set.of(
            Replica.class,
            ConflictEntry.class,
            ScopeClock.class,
            DatabaseEpoch.class,
            Tombstone.class,
            CursorKey.class);

    @RegisterExtension
    static final Estates ESTATES = new Estates(name -> new Estate(
            name,
            Estate.h2(name),
            List.of("red", "blue"),
            TestUnit.of(name + "-shared", List.of(Kind.class, Keeps.class)).cached()));

    private final UUID folder = UUID.randomUUID();
    private final UUID sheet = UUID.randomUUID();
    private Estate estate;
    private Application application;

    @ParameterizedTest
    @ValueSource(strings = {"eclipselink", "fieldservice-eclipselink"})
    void what_is_synchronised_is_not_in_it_unless_the_application_wants_it(String unit) {
        Map<String, String> properties = Map.of(
                "jakarta.persistence.jdbc.url", "jdbc:h2:mem:cache",
                "jakarta.persistence.sharedCache.mode", "UNSPECIFIED",
                "eclipselink.session-name", "cache of " + unit);
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(unit, properties)) {
            var session = factory.unwrap(ServerSession.class);
            for (EntityType<?> entity : factory.getMetamodel().getEntities()) {
                Class<?> type = entity.getJavaType();
                boolean isBelowOurs =
                        SyncedEntity.class.isAssignableFrom(type) || AdoptedEntity.class.isAssignableFrom(type);
                if (OURS.contains(type) || isBelowOurs) {
                    assertTrue(session.getDescriptor(type).getCachePolicy().isIsolated(), type + " is shared");
                }
            }
        }
        TestUnit wanted =
                TestUnit.of("wanted", List.of(Kind.class, Keeps.class)).cached();
        try (EntityManagerFactory factory = wanted.create("eclipselink", properties)) {
            var session = factory.unwrap(ServerSession.class);
            assertFalse(session.getDescriptor(Folder.class).getCachePolicy().isIsolated());
            assertTrue(session.getDescriptor(Keeps.Visit.class).getCachePolicy().isIsolated());
        }
    }

    /** A folder with a sheet in red, which are in the cache; then another node moves them to blue. */
    private void moveBehind(String provider) {
        estate = ESTATES.on(provider);
        application = new Application(estate);
        applied(estate.push(
                added("folders", folder, "{'team': 'red', 'note': 'a', 'labels': []}"),
                added("sheets", sheet, "{'folder': '%s', 'note': 'a'}".formatted(folder))));
        application.request(em -> {
            assertTrue(em.find(Folder.class, folder).getLabels().isEmpty());
            return em.find(Sheet.class, sheet);
        });
        estate.inTransaction(em -> {
            for (String sql : List.of(
                    "update folder set team = 'blue', sync_scope = 'blue', sync_version = 1001, sync_lock = sync_lock"
                            + " + 1 where id = ?1",
                    "insert into folder_labels (folder_id, labels) values (?1, 'urgent')",
                    "update sheet set sync_scope = 'blue', sync_version = 1002 where folder_id = ?1")) {
                em.createNativeQuery(sql).setParameter(1, folder).executeUpdate();
            }
            return em.createNativeQuery("update tidemark_clock set version = 1002 where scope = 'blue'")
                    .executeUpdate();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_push_finds_what_another_node_has_moved(String provider) {
        moveBehind(provider);

        applied(estate.push(modified("sheets", sheet, 1002, "{'note': 'b'}")));

        assertIn("blue", "sheets", sheet);
        PushResult late = estate.push(modified("folders", folder, 1, "{'note': 'b'}"));
        assertEquals(1, late.toJson().getJsonArray("conflicts").size(), "it is based on an older version");
        applied(estate.push(modified("folders", folder, 1001, "{'labels': []}")));
        assertEquals(
                0,
                estate.pull("folders", folder)
                        .getJsonObject("fields")
                        .getJsonArray("labels")
                        .size());
        applied(estate.push(deleted("sheets", sheet, version("sheets", sheet))));
        applied(estate.push(modified("folders", folder, version("folders", folder), "{'note': 'c'}")));
        assertIn("blue", "folders", folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_application_changes_what_another_node_has_moved(String provider) {
        moveBehind(provider);

        application.request(em -> {
            em.find(Sheet.class, sheet).setNote("b");
            return null;
        });
        assertIn("blue", "sheets", sheet);

        application.request(em -> {
            em.remove(em.find(Sheet.class, sheet));
            return null;
        });
        List<String> traces = estate.inTransaction(em -> em.createQuery(
                        "select t.scope from Tombstone t where t.record = :id and t.deleted = true", String.class)
                .setParameter("id", sheet)
                .getResultList());
        assertEquals(List.of("blue"), traces);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_desk_shows_what_another_node_has_written(String provider) {
        moveBehind(provider);

        CurrentRecord side = estate.inTransaction(em -> new CurrentRecords(em, estate.registry)
                .of(new RecordKey("folders", folder))
                .orElseThrow());

        assertEquals("blue", side.scope());
        assertEquals(1001, side.side().version());
        assertEquals("[\"urgent\"]", side.side().fields().get("labels").toString());
        assertEquals("blue", ((JsonString) side.side().fields().get("team")).getString());
    }

    private void assertIn(String team, String collection, UUID id) {
        String scope = estate.inTransaction(em -> em.createNativeQuery(
                        "select sync_scope from " + collection.substring(0, collection.length() - 1) + " where id = ?1")
                .setParameter(1, id)
                .getSingleResult()
                .toString());
        assertEquals(team, scope);
        assertTrue(version(collection, id) > 1002);
    }

    private long version(String collection, UUID id) {
        return estate.inTransaction(em -> ((Number) em.createNativeQuery("select sync_version from "
                                + collection.substring(0, collection.length() - 1) + " where id = ?1")
                        .setParameter(1, id)
                        .getSingleResult())
                .longValue());
    }

    private static void applied(PushResult result) {
        JsonObject answer = result.toJson();
        assertTrue(answer.getJsonArray("conflicts").isEmpty(), answer::toString);
        assertTrue(answer.getJsonArray("rejected").isEmpty(), answer::toString);
    }
}
