package org.tidemark.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.audit.AuditDigest;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.kinds.Kind;

/** What the check of the audit log finds, after somebody with the database's password was there. */
class AuditChainTest {

    private static final String ON = "tidemark.audit";
    private static final String KEY = "tidemark.audit.key";
    private static final int NODES = 4;

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(AuditChainTest::open);

    private Estate estate;

    private static Estate open(String combination) throws SQLException {
        TestUnit unit = TestUnit.of(Databases.provider(combination) + "-audit", List.of(Kind.class));
        return DATABASES.estate(combination, "audit", List.of("red"), unit);
    }

    @BeforeEach
    void on() {
        System.setProperty(ON, "true");
    }

    @AfterEach
    void off() {
        System.clearProperty(ON);
        System.clearProperty(KEY);
    }

    /** A chain of so many entries, and none else. */
    private void chained(String combination, int entries) {
        estate = ESTATES.on(combination);
        sql("delete from tidemark_audit");
        sql("delete from tidemark_audit_waiting");
        sql("update tidemark_audit_head set position = 0, hash = '" + AuditDigest.NOTHING + "'");
        happen(entries);
        chain();
        assertWhole(entries);
    }

    private void happen(int entries) {
        estate.inTransaction(em -> {
            AuditLog log = AuditLog.of(em, "Zoë", UUID.randomUUID());
            for (int i = 1; i <= entries; i++) {
                var key = new RecordKey("visits", UUID.randomUUID());
                log.changed(key, AuditLog.Manner.MODIFIED, List.of("street", "city"), null, "red", i);
            }
            return null;
        });
    }

    private void chain() {
        int chained;
        do {
            chained = estate.inTransaction(AuditChain::chain);
        } while (chained > 0);
    }

    private void sql(String statement) {
        estate.inTransaction(em -> em.createNativeQuery(statement).executeUpdate());
    }

    private JsonObject check(long after, String hash) {
        return AuditCheck.check(
                after,
                hash,
                from -> estate.inTransaction(em -> AuditChain.entries(em, from)),
                () -> estate.inTransaction(AuditChain::end),
                () -> estate.inTransaction(AuditChain::waiting));
    }

    private void assertWhole(int entries) {
        JsonObject told = check(0, null);
        assertTrue(told.getBoolean("whole"), told::toString);
        assertEquals(entries, told.getInt("checked"));
        assertEquals(entries, told.getInt("position"));
        assertEquals(0, told.getInt("waiting"));
    }

    /** The kinds of the faults with their positions. */
    private static String faults(JsonObject told) {
        assertEquals(told.getInt("found") == 0, told.getBoolean("whole"));
        return told.getJsonArray("faults").getValuesAs(JsonObject.class).stream()
                .map(fault -> fault.getString("kind") + " " + fault.getInt("position"))
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> all() {
        return Databases.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void what_happened_is_chained_in_portions_and_is_whole(String combination) {
        chained(combination, AuditChain.PORTION + 1);
        happen(3);
        assertEquals(3, check(0, null).getInt("waiting"));
        chain();
        assertWhole(AuditChain.PORTION + 4);
        JsonObject rest = check(AuditChain.PORTION, null);
        assertTrue(rest.getBoolean("whole"), rest::toString);
        assertEquals(4, rest.getInt("checked"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void each_place_where_somebody_meddled_is_named(String combination) {
        chained(combination, 9);
        sql("update tidemark_audit set actor = 'mallory' where position = 3");
        assertEquals("changed 3", faults(check(0, null)));
        sql("delete from tidemark_audit where position in (5, 6)");
        assertEquals("changed 3, missing 5", faults(check(0, null)));
        sql("update tidemark_audit set position = 5 where position = 8");
        assertEquals("changed 3, unchained 5, missing 6, missing 8", faults(check(0, null)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_row_that_was_put_behind_the_others_or_taken_from_there_is_named(String combination) {
        chained(combination, 9);
        sql("update tidemark_audit set position = 10 where position = 9");
        assertEquals("missing 9, unchained 10", faults(check(0, null)));
        sql("delete from tidemark_audit where position = 10");
        assertEquals("missing 9", faults(check(0, null)));
        sql("delete from tidemark_audit where position > 6");
        assertEquals("missing 7", faults(check(0, null)));
        sql("delete from tidemark_audit");
        assertEquals("missing 1", faults(check(0, null)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void a_row_that_waits_is_looked_at_as_well(String combination) {
        chained(combination, 2);
        happen(1);
        sql("update tidemark_audit_waiting set actor = 'mallory'");
        assertEquals("changed 0", faults(check(0, null)));
        chain();
        assertEquals("changed 3", faults(check(0, null)));
    }

    /** Who may write everything chains anew what he has changed: then only what is kept elsewhere tells. */
    @ParameterizedTest
    @MethodSource("all")
    void a_chain_that_was_made_anew_has_another_hash_than_was_noted(String combination) {
        chained(combination, 9);
        String noted = check(0, null).getString("hash");
        assertEquals("", faults(check(9, noted)));
        chained(combination, 9); // others
        assertEquals("unchained 9", faults(check(9, noted)));
        chained(combination, 8);
        assertEquals("missing 9", faults(check(9, noted)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void entries_that_were_archived_are_not_missed_by_who_noted_where_they_end(String combination) {
        chained(combination, 9);
        String[] hash = new String[1];
        estate.inTransaction(em -> hash[0] = AuditChain.entries(em, 4).get(0).hash());
        sql("delete from tidemark_audit where position <= 4");
        JsonObject told = check(4, hash[0]);
        assertTrue(told.getBoolean("whole"), told::toString);
        assertEquals(5, told.getInt("checked"));
        assertEquals("unchained 5", faults(check(4, AuditDigest.NOTHING)));
        sql("delete from tidemark_audit");
        assertTrue(check(9, told.getString("hash")).getBoolean("whole"));
        happen(1);
        chain();
        assertTrue(check(9, told.getString("hash")).getBoolean("whole"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void without_the_key_nobody_writes_what_the_server_would(String combination) {
        System.setProperty(KEY, "a secret of the server");
        chained(combination, 3);
        System.clearProperty(KEY);
        happen(1);
        chain();
        System.setProperty(KEY, "a secret of the server");
        assertEquals("changed 4, unchained 4", faults(check(0, null)));
    }

    /** All at once, while others add: the chain has one end, and each row is in it once. */
    @ParameterizedTest
    @MethodSource("all")
    void nodes_that_chain_at_once_make_one_chain(String combination) throws Exception {
        chained(combination, 0);
        int rounds = 8;
        var threads = Executors.newFixedThreadPool(2 * NODES);
        try {
            List<Future<?>> all = new ArrayList<>();
            IntStream.range(0, NODES).forEach(node -> {
                all.add(threads.submit(() -> IntStream.range(0, rounds).forEach(i -> happen(3))));
                all.add(threads.submit(() -> IntStream.range(0, rounds).forEach(i -> {
                    estate.inTransaction(AuditChain::chain);
                    assertEquals("", faults(check(0, null)));
                })));
            });
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        chain();
        assertWhole(NODES * rounds * 3);
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothing_is_written_unless_it_is_switched_on(String combination) {
        chained(combination, 1);
        System.clearProperty(ON);
        happen(1);
        assertEquals(0, check(0, null).getInt("waiting"));
    }
}
