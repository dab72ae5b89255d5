package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.Change;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.unique.Fleet;
import org.tidemark.sync.retry.ForeseenException;

/** Unique values that go from one collection to another one of the same table. */
class SharedTableValuesTest {

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private static int count;
    private Estate estate;
    private final UUID lorry = UUID.randomUUID();
    private final UUID coach = UUID.randomUUID();

    @AfterEach
    void close() throws SQLException {
        estate.close();
    }

    static Stream<String> databases() {
        return Databases.all();
    }

    private void on(String database) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Fleet.class));
        estate = DATABASES.estate(database, "fleet" + ++count, List.of("red"), unit);
        estate.readTables();
        push(
                added("lorries", lorry, "{'team': 'red', 'plate': 'A 1', 'driver': 'Ann'}"),
                added("coaches", coach, "{'team': 'red', 'plate': 'B 2', 'driver': 'Bob'}"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_swap(String database) throws SQLException {
        on(database);
        push(
                modified("lorries", lorry, version("lorries", lorry), "{'plate': 'B 2', 'driver': 'Bob'}"),
                modified("coaches", coach, version("coaches", coach), "{'plate': 'A 1', 'driver': 'Ann'}"));
        assertEquals("B 2", plate("lorries", lorry));
        assertEquals("A 1", plate("coaches", coach));
        push(
                modified("coaches", coach, version("coaches", coach), "{'plate': 'B 2'}"),
                modified("lorries", lorry, version("lorries", lorry), "{'plate': 'A 1'}"));
        assertEquals("A 1", plate("lorries", lorry));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_a_deleted_one_had(String database) throws SQLException {
        on(database);
        push(
                deleted("coaches", coach, version("coaches", coach)),
                added("lorries", UUID.randomUUID(), "{'team': 'red', 'plate': 'B 2', 'driver': 'Bob'}"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_the_other_keeps_is_foreseen(String database) throws SQLException {
        on(database);
        Change takes = modified("lorries", lorry, version("lorries", lorry), "{'plate': 'B 2'}");
        var foreseen = assertThrows(ForeseenException.class, () -> estate.push(takes));
        assertEquals(
                "plate",
                foreseen.rejection(takes.key(), null).violations().get(0).field());
        Change one = added("lorries", UUID.randomUUID(), "{'team': 'red', 'plate': 'C 3'}");
        Change same = added("coaches", UUID.randomUUID(), "{'team': 'red', 'plate': 'C 3'}");
        foreseen = assertThrows(ForeseenException.class, () -> estate.push(one, same));
        assertEquals(1, foreseen.records().size());
    }

    private void push(Change... changes) {
        JsonObject result = estate.push(changes).toJson();
        assertEquals(changes.length, result.getJsonArray("applied").size(), result::toString);
    }

    private String plate(String collection, UUID id) {
        return estate.pull(collection, id).getJsonObject("fields").getString("plate");
    }

    private long version(String collection, UUID id) {
        return estate.pull(collection, id).getJsonNumber("version").longValue();
    }
}
