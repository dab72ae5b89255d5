package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Narrow;

/** What a column has no room for is rejected by name, also deep within an embedded object or a collection of values. */
class NarrowPartsTest {

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private Estate estate;

    @AfterEach
    void close() throws SQLException {
        estate.close();
    }

    static Stream<String> databases() {
        return Databases.all();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void parts_are_named(String database) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Narrow.class));
        estate = DATABASES.estate(database, "narrow", List.of("red"), unit);
        estate.inTransaction(em -> {
            TableReader.read(em, estate.registry, Dialect.of(em));
            return null;
        });
        assertKept("'spot': {'depth': {'metres': 32767, 'word': 'abcd'}, 'grade': '99.9'}");
        assertKept("'spot': {'depth': null, 'grade': null}, 'marks': [1, -32768], 'words': ['abcd', '']");
        assertRefused("spot.depth.metres", "'spot': {'depth': {'metres': 32768}}");
        assertRefused("spot.depth.word", "'spot': {'depth': {'word': 'abcde'}}");
        assertRefused("spot.grade", "'spot': {'grade': '100'}");
        assertRefused("marks", "'marks': [1, 40000, 2]");
        assertRefused("words", "'words': ['a', 'abcde']");
    }

    private void assertKept(String fields) {
        PushResult result = push(fields);
        assertEquals(1, result.applied().size(), () -> fields + ": " + result.toJson());
    }

    private void assertRefused(String field, String fields) {
        PushResult result = push(fields);
        assertEquals(1, result.rejected().size(), () -> fields + ": " + result.toJson());
        var rejection = result.rejected().getJsonObject(0);
        assertEquals("invalid", rejection.getString("reason"), () -> fields + ": " + result.toJson());
        assertEquals(
                field, rejection.getJsonArray("violations").getJsonObject(0).getString("field"));
    }

    private PushResult push(String fields) {
        return estate.push(added("narrow", UUID.randomUUID(), "{'team': 'red', " + fields + "}"));
    }
}
