package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.PushResult;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.SyncState;
import org.tidemark.sync.Application;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Keeps;
import org.tidemark.sync.kinds.Keeps.Folder;
import org.tidemark.sync.kinds.Keeps.Sheet;
import org.tidemark.sync.kinds.Keeps.Visit;
import org.tidemark.sync.pull.PassReader;
import org.tidemark.sync.pull.RangeCache;
import org.tidemark.sync.state.Tombstone;

/**
 * An application keeps an entity from one request to the next, and merges it back: {@literal {persist, load} × {edit, move, move back,
 * move on, delete} × {kept, fresh}}. What the object says of scope and number is old by then, and counts for nothing.
 */
class KeptTest {

    private static final List<String> TEAMS = List.of("red", "blue", "green");

    private static final Map<String, Estate> ESTATES = new HashMap<>();

    private final UUID id = UUID.randomUUID();
    private final Map<String, PassReader> readers = new HashMap<>();
    private Estate estate;
    private Application application;

    enum Origin {
        PERSIST,
        LOAD
    }

    enum What {
        EDIT("red", "red"),
        MOVE("blue"),
        MOVE_BACK("blue", "red"),
        MOVE_ON("blue", "green"),
        DELETE("red", null),
        MOVE_AND_DELETE("blue", null);

        /** The teams it is in, request by request; null where it goes. */
        final String[] teams;

        What(String... teams) {
            this.teams = teams;
        }
    }

    enum Hands {
        /** The object that the request before has returned. */
        KEPT,
        /** The same, as a session that was written to disk brings it back. */
        STORED,
        FRESH
    }

    static Stream<Arguments> cases() {
        return Stream.of("hibernate", "eclipselink").flatMap(provider -> Stream.of(Origin.values())
                .flatMap(origin -> Stream.of(What.values()).flatMap(what -> Stream.of(Hands.values())
                        .map(hands -> Arguments.of(provider, origin, what, hands)))));
    }

    @AfterAll
    static void close() throws Exception {
        for (Estate estate : ESTATES.values()) {
            estate.close();
        }
    }

    private void use(String provider, String collection) {
        estate = ESTATES.computeIfAbsent(
                provider,
                name -> new Estate(
                        name,
                        Estate.h2(name),
                        TEAMS,
                        TestUnit.of(name + "-keeps", List.of(org.tidemark.sync.kinds.Kind.class, Keeps.class))));
        application = new Application(estate);
        UUID epoch = UUID.randomUUID();
        for (String team : TEAMS) {
            readers.put(team, new PassReader(estate, new RangeCache(), epoch, 1, collection, Set.of(team)));
        }
        readers.put("all", new PassReader(estate, new RangeCache(), epoch, 1, collection, Set.copyOf(TEAMS)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_reader_has_what_is_in_its_scope(String provider, Origin origin, What what, Hands hands) {
        use(provider, "folders");
        Folder kept;
        if (origin == Origin.PERSIST) {
            kept = application.request(em -> {
                var folder = new Folder();
                folder.setSyncId(id);
                folder.setTeam("red");
                em.persist(folder);
                return folder;
            });
        } else {
            applied(estate.push(added("folders", id, "{'team': 'red', 'note': 'a', 'labels': []}")));
            kept = application.request(em -> em.find(Folder.class, id));
        }
        long version = assertRead("red", 0);
        for (String team : what.teams) {
            Folder held = hands == Hands.STORED ? stored(kept) : kept;
            String note = UUID.randomUUID().toString();
            Consumer<Folder> change = folder -> {
                folder.setNote(note);
                folder.setTeam(team);
            };
            kept = application.request(em -> {
                if (team == null) {
                    em.remove(hands == Hands.FRESH ? em.find(Folder.class, id) : em.merge(held));
                    return null;
                }
                Folder folder;
                if (hands == Hands.FRESH) {
                    folder = em.find(Folder.class, id);
                    change.accept(folder);
                } else {
                    change.accept(held);
                    folder = em.merge(held);
                }
                return folder;
            });
            version = assertRead(team, version);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_json_has_made_keeps_its_id_and_number(String provider) {
        use(provider, "visits");
        Visit visit = application.request(em -> {
            var made = new Visit();
            made.setSyncId(id);
            made.setTeam("red");
            em.persist(made);
            return made;
        });
        long version = assertRead("red", 0);
        for (String team : new String[] {"red", "blue", "green"}) {
            Visit sent = visit.sent();
            sent.setTeam(team);
            sent.setNote("to " + team);
            visit = application.request(em -> em.merge(sent));
            version = assertRead(team, version);
        }
        Visit sent = visit.sent();
        application.request(em -> {
            em.remove(em.merge(sent));
            return null;
        });
        assertRead(null, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_kept_over_a_push_of_a_replica_is_not_written(String provider) {
        use(provider, "folders");
        applied(estate.push(added("folders", id, "{'team': 'red', 'note': 'a', 'labels': []}")));
        Folder kept = application.request(em -> em.find(Folder.class, id));
        applied(estate.push(modified("folders", id, assertRead("red", 0), "{'note': 'b'}")));
        long version = assertRead("red", 0);

        kept.setNote("c");
        boolean refused = false;
        try {
            application.request(em -> em.merge(kept));
        } catch (RuntimeException outdated) {
            refused = true;
        }
        assertTrue(refused, "its @Version is old");
        assertEquals(version, assertRead("red", 0));
        assertEquals("b", note());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void children_that_are_merged_along_keep_their_own_numbers(String provider) {
        use(provider, "sheets");
        UUID folder = UUID.randomUUID();
        Folder kept = application.request(em -> {
            var made = new Folder();
            made.setSyncId(folder);
            made.setTeam("red");
            var sheet = new Sheet();
            sheet.setSyncId(id);
            sheet.setFolder(made);
            made.getSheets().add(sheet);
            em.persist(made);
            return made;
        });
        long version = assertRead("red", 0);
        for (String team : new String[] {"blue", "red", "green"}) {
            kept.setTeam(team);
            kept.getSheets().get(0).setNote("in " + team);
            Folder held = stored(kept);
            kept = application.request(em -> {
                Folder merged = em.merge(held);
                merged.getSheets().sort(Comparator.comparing(Sheet::getSyncId));
                return merged;
            });
            version = assertRead(team, version);
            assertEquals(team, state(folder, "folders").getScope());
        }
        Folder last = kept;
        last.getSheets().clear();
        application.request(em -> em.merge(last));
        assertRead(null, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_child_that_moved_with_its_parent_meanwhile_is_deleted_where_it_is(String provider) {
        use(provider, "sheets");
        UUID folder = UUID.randomUUID();
        applied(estate.push(
                added("folders", folder, "{'team': 'red', 'note': 'a', 'labels': []}"),
                added("sheets", id, "{'folder': '%s', 'note': 'a'}".formatted(folder))));
        long version = assertRead("red", 0);
        Sheet kept = application.request(em -> em.find(Sheet.class, id));
        application.request(em -> {
            em.find(Folder.class, folder).setTeam("blue");
            return null;
        });
        version = assertRead("blue", version);

        application.request(em -> {
            Sheet merged = em.merge(kept);
            merged.getFolder().getSheets().remove(merged);
            em.remove(merged);
            return null;
        });
        assertRead(null, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_removed_and_kept_after_all_stays(String provider) {
        use(provider, "folders");
        applied(estate.push(added("folders", id, "{'team': 'red', 'note': 'a', 'labels': []}")));
        long version = assertRead("red", 0);
        application.request(em -> {
            Folder folder = em.find(Folder.class, id);
            em.remove(folder);
            em.persist(folder);
            folder.setNote("b");
            return null;
        });
        assertRead("red", version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_restored_after_its_deletion_goes_on_from_there(String provider) {
        use(provider, "folders");
        Folder kept = application.request(em -> {
            var folder = new Folder();
            folder.setSyncId(id);
            folder.setTeam("red");
            em.persist(folder);
            return folder;
        });
        long version = assertRead("red", 0);
        application.request(em -> {
            em.remove(em.merge(kept));
            return null;
        });
        version = assertRead(null, version);

        var again = new Folder();
        again.setSyncId(id);
        again.setTeam("blue");
        again.getSync().restore(kept.getSync());
        again.getSync().changed("red", 1_000_000, java.time.Instant.now(), "copied");
        Folder copy = stored(again);
        application.request(em -> {
            em.persist(copy);
            return null;
        });
        version = assertRead("blue", version);
        assertTrue(version < 1_000_000, "the number is the server's: " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_deleted_and_made_anew_at_once_leaves_the_scope_where_it_was(String provider) {
        use(provider, "folders");
        applied(estate.push(added("folders", id, "{'team': 'red', 'note': 'a', 'labels': []}")));
        long version = assertRead("red", 0);
        application.request(em -> {
            em.remove(em.find(Folder.class, id));
            em.flush();
            em.clear();
            var again = new Folder();
            again.setSyncId(id);
            again.setTeam("green");
            em.persist(again);
            return null;
        });
        assertRead("green", version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_queries_write_counts_as_the_row_says(String provider) {
        use(provider, "folders");
        Folder kept = application.request(em -> {
            var folder = new Folder();
            folder.setSyncId(id);
            folder.setTeam("red");
            em.persist(folder);
            return folder;
        });
        long version = assertRead("red", 0);
        application.request(em -> {
            em.createQuery("update folder f set f.team = 'blue' where f.id = :id")
                    .setParameter("id", id)
                    .executeUpdate();
            application.told("folders", id, Kind.MODIFIED);
            return null;
        });
        version = assertRead("blue", version);
        application.request(em -> {
            application.told("folders", id, Kind.DELETED);
            em.createQuery("delete from folder f where f.id = :id")
                    .setParameter("id", kept.getId())
                    .executeUpdate();
            return null;
        });
        assertRead(null, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_collection_alone_is_a_change(String provider) {
        use(provider, "folders");
        Folder kept = application.request(em -> {
            var folder = new Folder();
            folder.setSyncId(id);
            folder.setTeam("red");
            em.persist(folder);
            return folder;
        });
        long version = assertRead("red", 0);
        kept.getLabels().add("urgent");
        Folder merged = application.request(em -> em.merge(kept));
        version = assertRead("red", version);
        application.request(em -> {
            em.find(Folder.class, merged.getId()).getLabels().clear();
            return null;
        });
        assertRead("red", version);
    }

    /**
     * All readers have caught up: only that of the team has the record, by a number above the last one.
     *
     * @param team null if it is gone
     * @param before the last number
     * @return its number, or that of its tombstone
     */
    private long assertRead(String team, long before) {
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

    private SyncState state(UUID record, String collection) {
        return estate.inTransaction(em -> em.createQuery(
                        estate.registry.get(collection).queries().byIds(), org.tidemark.spi.Synchronisable.class)
                .setParameter("ids", List.of(record))
                .getResultStream()
                .map(org.tidemark.spi.Synchronisable::getSync)
                .findFirst()
                .orElse(null));
    }

    private String note() {
        return readers.get("red")
                .records()
                .get(id.toString())
                .getJsonObject("fields")
                .getString("note");
    }

    @SuppressWarnings("unchecked")
    private static <T> T stored(T object) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
            out.flush();
            return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void applied(PushResult result) {
        JsonObject answer = result.toJson();
        assertTrue(answer.getJsonArray("conflicts").isEmpty(), answer::toString);
        assertTrue(answer.getJsonArray("rejected").isEmpty(), answer::toString);
    }
}
