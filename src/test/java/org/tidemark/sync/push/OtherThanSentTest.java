package org.tidemark.sync.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Tidy;

/** A replica hears it if its record became something else than what it sent, so that it shows what the server has. */
class OtherThanSentTest {

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private static int count;
    private Estate estate;
    private final UUID id = UUID.randomUUID();
    private String collection = "tidy";

    @AfterEach
    void close() throws SQLException {
        estate.close();
    }

    static Stream<String> databases() {
        return Databases.all();
    }

    private void on(String database) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Tidy.class));
        estate = DATABASES.estate(database, "tidy" + ++count, List.of("red"), unit);
        estate.readTables();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void setters_and_columns(String database) throws SQLException {
        on(database);
        assertSent(add("{'team': 'red', 'code': 'A', 'place': {'town': 'Oslo'}, 'mark': '0123456789'}"));
        assertOther("{'code': 'b'}");
        assertOther("{'place': {'town': ' Oslo '}}");
        assertOther("{'mark': 'short'}");
        assertOther("{'mark': 'blanks    '}");
        assertSent(modify("{'note': 'anything'}"));
        assertSent(modify("{'code': 'C', 'mark': null, 'place': null}"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_new_one(String database) throws SQLException {
        on(database);
        assertEquals(true, isMerged(add("{'team': 'red', 'code': 'a'}")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void callbacks(String database) throws SQLException {
        on(database);
        UUID other = UUID.randomUUID();
        assertEquals(false, isMerged(estate.push(added("tidied", other, "{'team': 'red', 'note': 'a'}"))));
        PushResult first = estate.push(added("tidied", id, "{'team': 'red', 'note': ' a '}"));
        assertEquals(true, isMerged(first));
        Change change = modified("tidied", id, version(first), "{'note': ' b '}");
        assertEquals(true, isMerged(estate.push(change)));
        assertEquals("b", estate.pull("tidied", id).getJsonObject("fields").getString("note"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void another_field_by_a_setter(String database) throws SQLException {
        on(database);
        collection = "greeted";
        assertSent(add("{'team': 'red', 'note': 'a', 'amount': '1.5', 'tags': ['x']}"));
        assertSent(modify("{'note': 'b'}"));
        assertSent(modify("{'amount': '1.50', 'state': null, 'tags': ['x', 'y'], 'visits': 2}"));
        assertOther("{'first': 'Bo'}");
        assertSent(modify("{'first': 'Bo', 'note': 'c'}"));
        assertOther("{'first': 'Al', 'display': 'Dr Bo'}");
        assertOther("{'place': {'town': 'Oslo'}, 'visits': 2}");
        assertOther("{'first': null}");
        assertOther("{'first': 'Tag'}");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void another_field_of_a_new_one(String database) throws SQLException {
        on(database);
        collection = "greeted";
        String fields = "{'team': 'red', 'first': 'Bo', 'state': 'open', 'visits': 3}";
        assertEquals(true, isMerged(add(fields)));
        assertEquals(true, isMerged(add(fields)), "and when it comes again");
        collection = "indexed";
        assertEquals(true, isMerged(add("{'team': 'red', 'note': 'A'}")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void another_field_by_a_callback(String database) throws SQLException {
        on(database);
        collection = "indexed";
        assertSent(add("{'team': 'red'}"));
        assertOther("{'note': 'Bo', 'search': null}");
        assertSent(modify("{'note': 'BO', 'search': 'bo'}"));
        assertOther("{'search': 'al'}");
        assertSent(modify("{'note': null, 'search': null}"));
    }

    private PushResult add(String fields) {
        return estate.push(added(collection, id, fields));
    }

    private PushResult modify(String fields) {
        long version = estate.pull(collection, id).getJsonNumber("version").longValue();
        return estate.push(modified(collection, id, version, fields));
    }

    /** The database may give back what was sent, and the replica hears to look once too often. */
    private void assertOther(String fields) {
        PushResult result = modify(fields);
        assertEquals(true, isMerged(result), () -> fields + ": " + result.toJson());
    }

    private void assertSent(PushResult result) {
        assertEquals(false, isMerged(result), () -> result.toJson().toString());
    }

    private static boolean isMerged(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0).getOrDefault("merged", JsonValue.FALSE) == JsonValue.TRUE;
    }

    private static long version(PushResult result) {
        JsonObject one = result.applied().getJsonObject(0);
        return one.getJsonNumber("version").longValue();
    }
}
