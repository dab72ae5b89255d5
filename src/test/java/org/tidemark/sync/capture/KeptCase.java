package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tidemark.protocol.PushResult;
import org.tidemark.spi.SyncState;
import org.tidemark.sync.Application;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.kinds.Keeps;
import org.tidemark.sync.kinds.Keeps.Folder;
import org.tidemark.sync.pull.PassReader;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.state.Tombstone;

/**
 * An application that keeps entities from one request to the next, and readers of each team, who have what there is.
 */
abstract class KeptCase {

    private static final List<String> TEAMS = List.of("red", "blue", "green");

    @RegisterExtension
    static final Estates ESTATES = Estates.of("keeps", TEAMS, List.of(org.tidemark.sync.kinds.Kind.class, Keeps.class));

    final UUID id = UUID.randomUUID();
    private final Map<String, PassReader> readers = new HashMap<>();
    Estate estate;
    Application application;

    void use(String provider, String collection) {
        estate = ESTATES.on(provider);
        application = new Application(estate);
        UUID epoch = UUID.randomUUID();
        for (String team : TEAMS) {
            readers.put(team, new PassReader(estate, new RangeCache(), epoch, 1, collection, Set.of(team)));
        }
        readers.put("all", new PassReader(estate, new RangeCache(), epoch, 1, collection, Set.copyOf(TEAMS)));
    }

    /** A replica has added a folder, and every reader has it: its number. */
    long pushFolder() {
        applied(estate.push(added("folders", id, "{'team': 'red', 'note': 'a', 'labels': []}")));
        return assertRead("red", 0);
    }

    /** The application has made a folder. */
    Folder persistFolder() {
        return application.request(em -> {
            Folder folder = folder("red");
            em.persist(folder);
            return folder;
        });
    }

    Folder folder(String team) {
        var folder = new Folder();
        folder.setSyncId(id);
        folder.setTeam(team);
        return folder;
    }

    /**
     * All readers have caught up: only that of the team has the record, by a number above the last one.
     *
     * @param team null if it is gone
     * @param before the last number
     * @return its number, or that of its tombstone
     */
    long assertRead(String team, long before) {
        readers.forEach((name, reader) -> {
            while (reader.readPage()) {
                // on to the end
            }
            boolean has = reader.records().containsKey(id.toString());
            assertEquals(team != null && (name.equals(team) || name.equals("all")), has, "reader of " + name);
        });
        Map<String, Boolean> traces = new HashMap<>();
        long[] tombstone = {0};
        Set<Long> versions = new HashSet<>();
        estate.inTransaction(em -> em.createQuery("select t from Tombstone t where t.record = :id", Tombstone.class)
                        .setParameter("id", id)
                        .getResultList())
                .forEach(trace -> {
                    traces.put(trace.scope(), trace.isDeletion());
                    tombstone[0] = Math.max(tombstone[0], trace.isDeletion() ? trace.version() : 0);
                    versions.add(trace.version());
                });
        SyncState state = state(id);
        long now = team == null ? tombstone[0] : state.getVersion();
        assertTrue(now > before, () -> now + " is not above " + before);
        assertEquals(
                team == null ? 1 : 0,
                traces.values().stream().filter(gone -> gone).count(),
                traces::toString);
        if (team != null) {
            assertEquals(team, state.getScope());
            assertTrue(!traces.containsKey(team), traces::toString);
            JsonObject read = readers.get(team).records().get(id.toString());
            assertEquals(state.getVersion(), read.getJsonNumber("version").longValue());
        }
        return now;
    }

    private SyncState state(UUID record) {
        SyncState found = state(record, "folders");
        found = found == null ? state(record, "sheets") : found;
        return found == null ? state(record, "visits") : found;
    }

    SyncState state(UUID record, String collection) {
        return estate.inTransaction(em -> em.createQuery(
                        estate.registry.get(collection).queries().byIds(), org.tidemark.spi.Synchronisable.class)
                .setParameter("ids", List.of(record))
                .getResultStream()
                .map(org.tidemark.spi.Synchronisable::getSync)
                .findFirst()
                .orElse(null));
    }

    String note() {
        return readers.get("red")
                .records()
                .get(id.toString())
                .getJsonObject("fields")
                .getString("note");
    }

    @SuppressWarnings("unchecked")
    static <T> T stored(T object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            out.flush();
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static void applied(PushResult result) {
        JsonObject answer = result.toJson();
        assertTrue(answer.getJsonArray("conflicts").isEmpty(), answer::toString);
        assertTrue(answer.getJsonArray("rejected").isEmpty(), answer::toString);
    }
}
