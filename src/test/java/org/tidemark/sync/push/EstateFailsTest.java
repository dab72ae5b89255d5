package org.tidemark.sync.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.failing.Strict;
import org.tidemark.sync.retry.ApplicationFailedException;
import org.tidemark.sync.retry.DatabaseRefusedException;

/** What becomes of a change over which a class of the estate throws: a setter, or a validator. */
class EstateFailsTest {

    private static Estate estate;

    private final UUID id = UUID.randomUUID();

    @BeforeAll
    static void open() {
        TestUnit unit = TestUnit.of("hibernate", List.of(Kind.class, Strict.class));
        estate = new Estate("hibernate", Estate.h2("hibernate"), List.of("red"), unit);
    }

    @AfterAll
    static void close() throws Exception {
        estate.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'note': 'refused', 'mood': 'fine'", "'note': 'broken', 'mood': 'fine'", "'mood': 'thrown'"})
    void it_is_refused_for_good_and_hears_nothing_of_the_words(String fields) {
        Change change = added("strict", id, "{'team': 'red', " + fields + "}");

        var refused = assertThrows(ApplicationFailedException.class, () -> estate.push(change));

        assertTrue(refused.isForGood());
        Rejection rejection = refused.rejection(new RecordKey("strict", id), estate.registry.get("strict"));
        assertEquals(Rejection.Reason.INVALID, rejection.reason());
        assertFalse(rejection.toString().contains("secret"));
        assertTrue(estate.pull("strict").isEmpty());
    }

    @Test
    void what_the_database_said_to_the_setter_is_the_databases() {
        var failed = assertThrows(
                RuntimeException.class,
                () -> estate.push(added("strict", id, "{'team': 'red', 'note': 'deadlock', 'mood': 'fine'}")));

        assertTrue(assertInstanceOf(DatabaseRefusedException.class, DatabaseRefusedException.of(failed))
                .isTransient());
    }

    @Test
    void a_new_record_that_breaks_a_rule_is_thrown_away_and_not_emptied() {
        var result = estate.push(added("strict", id, "{'team': 'red', 'mood': 'dull'}"));

        assertEquals(
                "mood",
                result.rejected()
                        .getJsonObject(0)
                        .getJsonArray("violations")
                        .getJsonObject(0)
                        .getString("field"));
    }
}
