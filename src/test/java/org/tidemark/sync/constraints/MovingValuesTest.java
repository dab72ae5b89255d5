package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.mapping.TableFacts;
import org.tidemark.mapping.UniqueKey;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.unique.Moving;
import org.tidemark.sync.retry.ForeseenException;

/**
 * Unique values go from record to record in one transaction; what the keys do not let pass is seen before it is
 * written.
 */
class MovingValuesTest {

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(MovingValuesTest::open);

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private Estate estate;

    static Stream<String> all() {
        return Stream.concat(Databases.all(), Databases.served());
    }

    private void on(String combination) {
        estate = ESTATES.on(combination);
    }

    private static Estate open(String combination) throws SQLException {
        String provider = Databases.provider(combination);
        TestUnit unit = TestUnit.of(provider + "-moving", List.of(Kind.class, Moving.class));
        Estate estate = DATABASES.estate(combination, "moving", List.of("red"), unit);
        estate.readTables();
        return estate;
    }

    @ParameterizedTest
    @MethodSource("all")
    void the_keys_are_found(String combination) {
        on(combination);
        TableFacts seats = estate.registry.get("seats").table();
        assertEquals(
                Set.of("guest", "code", "hall and place", "tag.number"),
                Set.copyOf(seats.keys().stream().map(UniqueKey::toString).toList()));
        assertEquals(Set.of("seat"), estate.registry.get("lamps").table().restricting());
        assertEquals(6L, seats.lengths().get("code"));
        assertEquals(255L, seats.lengths().get("note"), "as JPA makes it where nobody says a length");
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_takes_the_next_ones_value_in_whatever_order(String combination) {
        on(combination);
        for (int seed = 0; seed < 3; seed++) {
            List<Seat> seats = seats(12);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Seat last = new Seat(estate);
                changes.add(seats.get(i).takes(i < 11 ? seats.get(i + 1) : last));
            }
            Collections.shuffle(changes, new Random(seed));
            assertApplied(changes);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void two_swap_and_five_go_round(String combination) {
        on(combination);
        for (int size : new int[] {2, 5}) {
            List<Seat> seats = seats(size);
            List<Change> changes = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                changes.add(seats.get(i).takes(seats.get((i + 1) % size)));
            }
            assertApplied(changes);
            for (int i = 0; i < size; i++) {
                JsonObject fields = estate.pull("seats", seats.get(i).id).getJsonObject("fields");
                assertEquals(seats.get((i + 1) % size).fields(), Seat.own(fields));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_part_of_a_key_that_stays_is_left_alone(String combination) {
        on(combination);
        List<Seat> seats = seats(2);
        seats.get(1).hall = seats.get(0).hall;
        assertApplied(List.of(seats.get(1).changed("'hall': '" + seats.get(0).hall + "'")));
        assertApplied(List.of(
                seats.get(0).changed("'place': " + seats.get(1).place),
                seats.get(1).changed("'place': " + seats.get(0).place)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_new_record_and_a_changed_one_take_what_deleted_ones_had(String combination) {
        on(combination);
        List<Seat> seats = seats(3);
        UUID fresh = UUID.randomUUID();
        assertApplied(List.of(
                added("seats", fresh, seats.get(0).json()),
                seats.get(2).takes(seats.get(1)),
                seats.get(0).gone(),
                seats.get(1).gone()));
        assertNull(estate.pull("seats", seats.get(0).id));
        assertEquals(seats.get(0).fields(), Seat.own(estate.pull("seats", fresh).getJsonObject("fields")));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_somebody_keeps_is_foreseen_for_all_that_want_it(String combination) {
        on(combination);
        List<Seat> seats = seats(5);
        Seat keeper = seats.get(0);
        Change wants = seats.get(1).changed("'guest': '" + keeper.guest + "'");
        Change fresh = added("seats", UUID.randomUUID(), new Seat(estate).json());
        Change follows = seats.get(2).takes(seats.get(1)); // which then keeps what it has
        Change alone = seats.get(3).changed("'note': 'b'");
        var foreseen = assertThrows(ForeseenException.class, () -> estate.push(wants, fresh, follows, alone));
        assertEquals(Set.of(wants.key(), follows.key()), foreseen.records());
        var rejection = foreseen.rejection(wants.key(), null);
        assertEquals("guest", rejection.violations().get(0).field());
        assertFalse(rejection.toString().contains(keeper.guest));
        assertApplied(List.of(fresh, alone));
    }

    @ParameterizedTest
    @MethodSource("all")
    void of_two_that_want_one_value_the_second_is_set_aside(String combination) {
        on(combination);
        Seat one = new Seat(estate);
        Change first = added("seats", UUID.randomUUID(), one.json());
        Change second = added("seats", UUID.randomUUID(), one.json());
        var foreseen = assertThrows(ForeseenException.class, () -> estate.push(first, second));
        assertEquals(1, foreseen.records().size());
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_still_referred_to_is_not_deleted_unless_that_goes_too(String combination) {
        on(combination);
        List<Seat> seats = seats(2);
        UUID coat = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        for (UUID id : List.of(coat, other)) {
            assertApplied(List.of(added("coats", id, "{'team': 'red', 'seat': '%s'}".formatted(seats.get(0).id))));
        }
        Change gone = seats.get(0).gone();
        Change coatGone = deleted("coats", coat, version("coats", coat));
        var foreseen = assertThrows(ForeseenException.class, () -> estate.push(gone, coatGone));
        assertEquals(Set.of(gone.key()), foreseen.records());
        assertApplied(List.of(
                gone,
                coatGone,
                modified("coats", other, version("coats", other), "{'seat': '%s'}".formatted(seats.get(1).id))));
    }

    /**
     * A relation that is never null has no value in between: it waits for the next transaction, or is told what to do.
     */
    @ParameterizedTest
    @MethodSource("all")
    void what_cannot_be_taken_away_in_between_is_set_aside(String combination) {
        on(combination);
        List<Seat> seats = seats(2);
        List<UUID> lamps = List.of(UUID.randomUUID(), UUID.randomUUID());
        for (int i = 0; i < 2; i++) {
            assertApplied(
                    List.of(added("lamps", lamps.get(i), "{'team': 'red', 'seat': '%s'}".formatted(seats.get(i).id))));
        }
        Change gone = deleted("lamps", lamps.get(0), version("lamps", lamps.get(0)));
        Change takes = modified(
                "lamps", lamps.get(1), version("lamps", lamps.get(1)), "{'seat': '%s'}".formatted(seats.get(0).id));
        var foreseen = assertThrows(ForeseenException.class, () -> estate.push(gone, takes));
        assertEquals(Set.of(takes.key()), foreseen.records());
        assertTrue(foreseen.rejection(takes.key(), null).detail().contains("send that change first"));
        assertApplied(List.of(gone));
        assertApplied(List.of(takes));
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_is_longer_than_its_column_names_its_field(String combination) {
        on(combination);
        Seat seat = new Seat(estate);
        UUID id = UUID.randomUUID();
        for (String field : List.of("guest", "note")) {
            String text = "x".repeat(field.equals("note") ? 256 : 21);
            PushResult result = estate.push(added("seats", id, seat.json("'%s': '%s'".formatted(field, text))));
            JsonObject rejected = result.toJson().getJsonArray("rejected").getJsonObject(0);
            assertEquals("invalid", rejected.getString("reason"));
            JsonObject violation = rejected.getJsonArray("violations").getJsonObject(0);
            assertEquals(field, violation.getString("field"));
            assertFalse(rejected.toString().contains("xxx"), "nothing of the value");
        }
        // A character may be two to Java.
        String signs = "\uD83D\uDE00".repeat(10);
        assertApplied(List.of(added("seats", id, seat.json("'guest': '" + signs + "'"))));
    }

    private void assertApplied(List<Change> changes) {
        JsonObject result = estate.push(changes.toArray(Change[]::new)).toJson();
        assertEquals(changes.size(), result.getJsonArray("applied").size(), result::toString);
    }

    private List<Seat> seats(int count) {
        List<Seat> seats = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Seat seat = new Seat(estate);
            seats.add(seat);
            changes.add(added("seats", seat.id, seat.json()));
        }
        assertApplied(changes);
        return seats;
    }

    private long version(String collection, UUID id) {
        return estate.pull(collection, id).getJsonNumber("version").longValue();
    }
}
