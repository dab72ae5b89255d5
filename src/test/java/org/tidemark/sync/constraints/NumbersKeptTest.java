package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Numbers;
import org.tidemark.sync.retry.RefusedException;

/**
 * A number comes back as it was sent, or the change is rejected and the field is named: whatever the column rounds to.
 */
class NumbersKeptTest {

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private static int count;
    private Estate estate;

    @AfterEach
    void close() throws SQLException {
        estate.close();
    }

    /** Where a column can be given another type by the same words. */
    static Stream<String> databases() {
        return Databases.all()
                .filter(database -> !database.toLowerCase(Locale.ROOT).contains("mariadb"));
    }

    private void on(String database) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Numbers.class));
        estate = DATABASES.estate(database, "numbers" + ++count, List.of("red"), unit);
    }

    private void column(String name, String type) {
        estate.inTransaction(
                em -> em.createNativeQuery("alter table numbers_all alter column " + name + " set data type " + type)
                        .executeUpdate());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void decimals_that_the_column_rounds_off_are_rejected(String database) throws SQLException {
        on(database);
        column("rate", "numeric(10,2)");
        assertKept("rate", "'1'", "'-1.2'", "'1.23'", "'12345678.9'");
        assertRejected("rate", "'1.234'", "'0.005'");
        assertKept("rate", "'4.5'");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void digits_that_a_real_loses_are_rejected(String database) throws SQLException {
        on(database);
        column("real_number", "real");
        assertKept("real", "0.5", "1", "-0.0078125", "16777216");
        assertRejected("real", "0.1234567890123", "16777217", "1e39", "1e300");
        assertKept("real", "0.25");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void what_the_column_has_no_room_for_is_rejected_by_name(String database) throws SQLException {
        on(database);
        column("whole", "smallint");
        column("huge", "integer");
        column("giant", "numeric(5,0)");
        column("rate", "numeric(4,2)");
        column("real_number", "real");
        estate.readTables();
        assertKept("whole", "32767", "-32768");
        assertOutOfRange("whole", "32768", "-32769", "2147483647");
        assertKept("huge", "'2147483647'");
        assertOutOfRange("huge", "'2147483648'", "'-9007199254740993'");
        assertKept("giant", "'99999'", "'-99999'");
        assertOutOfRange("giant", "'100000'", "'123456789012345678901234567890'");
        assertKept("rate", "'99.99'");
        assertOutOfRange("rate", "'100'", "'99.999'", "'-1000000'");
        assertOutOfRange("real", "1e39", "-1e300");
        assertOutOfRange("price", "'99999999999999.00'");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void a_double_keeps_all_of_its_own(String database) throws SQLException {
        on(database);
        assertKept("real", "0.1234567890123", "16777217", "1e39", "1e300", "5e-324", "1.7976931348623157e308", "0.1");
    }

    /**
     * What the application's own SQL has stored: JSON has no word for it, and one row must not keep the others from a
     * replica.
     */
    @ParameterizedTest
    @MethodSource("databases")
    void what_is_no_number_travels_as_null_and_stays(String database) throws SQLException {
        on(database);
        UUID id = UUID.randomUUID();
        assertEquals(
                1,
                estate.push(added("numbers", id, "{'team': 'red'}")).applied().size());
        estate.inTransaction(em -> em.createNativeQuery("update numbers_all set real_number = 'NaN'")
                .executeUpdate());
        var fields = estate.pull("numbers").get(id.toString()).getJsonObject("fields");
        assertEquals(true, fields.isNull("real"));
    }

    private void assertKept(String field, String... values) {
        for (String value : values) {
            UUID id = UUID.randomUUID();
            PushResult result = estate.push(added("numbers", id, "{'team': 'red', '" + field + "': " + value + "}"));
            assertEquals(1, result.applied().size(), () -> value + ": " + result.toJson());
            var kept = estate.pull("numbers")
                    .get(id.toString())
                    .getJsonObject("fields")
                    .get(field);
            var sent = Estate.json("{'v': " + value + "}").get("v");
            BigDecimal before = number(sent.toString());
            BigDecimal after = number(kept.toString());
            // Two texts may name one double.
            boolean isSame =
                    field.equals("real") ? before.doubleValue() == after.doubleValue() : before.compareTo(after) == 0;
            assertTrue(isSame, () -> value + " is " + kept);
        }
    }

    private void assertOutOfRange(String field, String... values) {
        for (String value : values) {
            UUID id = UUID.randomUUID();
            PushResult result = estate.push(added("numbers", id, "{'team': 'red', '" + field + "': " + value + "}"));
            assertEquals(1, result.rejected().size(), () -> value + ": " + result.toJson());
            var rejection = result.rejected().getJsonObject(0);
            assertEquals("invalid", rejection.getString("reason"));
            assertEquals(
                    field, rejection.getJsonArray("violations").getJsonObject(0).getString("field"));
        }
    }

    private static BigDecimal number(String json) {
        return new BigDecimal(json.replace("\"", ""));
    }

    private void assertRejected(String field, String... values) {
        for (String value : values) {
            UUID id = UUID.randomUUID();
            Rejection rejection;
            try {
                PushResult result =
                        estate.push(added("numbers", id, "{'team': 'red', '" + field + "': " + value + "}"));
                throw new AssertionError(value + " came to " + result.toJson());
            } catch (PersistenceException refusedByTheDatabaseItself) {
                continue;
            } catch (RefusedException e) {
                rejection = e.rejection(new RecordKey("numbers", id), estate.registry.get("numbers"));
            }
            assertEquals(Rejection.Reason.INVALID, rejection.reason(), rejection::toString);
            assertEquals(field, rejection.violations().get(0).field(), rejection::toString);
        }
    }
}
