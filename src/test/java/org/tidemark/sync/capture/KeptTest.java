package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.modified;

import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.kinds.Keeps.Folder;
import org.tidemark.sync.kinds.Keeps.Visit;

/**
 * An application keeps an entity from one request to the next, and merges it back: {@literal {persist, load} × {edit,
 * move, move back, move on, delete} × {kept, fresh}}. What the object says of scope and number is old by then, and
 * counts for nothing.
 */
class KeptTest extends KeptCase {

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

    @ParameterizedTest
    @MethodSource("cases")
    void every_reader_has_what_is_in_its_scope(String provider, Origin origin, What what, Hands hands) {
        use(provider, "folders");
        Folder kept;
        if (origin == Origin.PERSIST) {
            kept = persistFolder();
        } else {
            pushFolder();
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
        long first = pushFolder();
        Folder kept = application.request(em -> em.find(Folder.class, id));
        applied(estate.push(modified("folders", id, first, "{'note': 'b'}")));
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
    void a_collection_alone_is_a_change(String provider) {
        use(provider, "folders");
        Folder kept = persistFolder();
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
}
