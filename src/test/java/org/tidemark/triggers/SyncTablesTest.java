package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and columns have in SQL the names that either provider gives them. */
class SyncTablesTest {

    @Test
    @DisplayName("both providers lead to the same script")
    void both_providers() {
        assertEquals(script("hibernate").text(), script("eclipselink").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("a scope by a relation becomes a query for the parent")
    void relation(String provider) {
        SyncTable lines = table(FieldService.tables("fieldservice-" + provider), "lines");

        assertEquals("order_line", lines.table());
        assertEquals("sync_id", lines.id());
        assertEquals(
                "(select cast(p2.district as text) from service_order p2 where p2.id = new.service_order)",
                lines.scopeOf("new"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("entities of one table are told apart by the discriminator")
    void single_table(String provider) {
        SyncTable circles = table(FieldService.tables(provider), "circles");

        assertTrue(circles.rows("new").matches("new\\.\\w+ in \\('Circle'\\) and "), circles.rows("new"));
        assertEquals("id", circles.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("an entity of several tables is refused with the reason")
    void joined(String provider) {
        SyncTables tables = FieldService.tables(provider);

        assertTrue(
                tables.refused().get("trucks").contains("JOINED"),
                tables.refused().toString());
        assertFalse(
                tables.tables().stream().anyMatch(table -> table.collection().equals("trucks")));
    }

    @Test
    @DisplayName("who follows a refused table is refused as well")
    void followers() {
        SyncTables tables = FieldService.tables("fieldservice-hibernate");

        tables.refuse("orders", "for a reason");

        assertEquals(
                "there are none for orders, from which its scope comes",
                tables.refused().get("lines"));
    }

    @Test
    @DisplayName("a changed table makes the installed triggers outdated")
    void digest() {
        SyncTables tables = FieldService.tables("fieldservice-hibernate");
        SyncTable orders = table(tables, "orders");
        String before = new PostgresScript(tables, List.of("public")).digest(orders);

        tables.refuse("lines", "for a reason");

        assertFalse(before.equals(new PostgresScript(tables, List.of("public")).digest(orders)));
    }

    private static TriggerScript script(String provider) {
        return new PostgresScript(FieldService.tables("fieldservice-" + provider), List.of("public"));
    }

    private static SyncTable table(SyncTables tables, String collection) {
        return tables.tables().stream()
                .filter(table -> table.collection().equals(collection))
                .findFirst()
                .orElseThrow(() -> new AssertionError(tables.refused().toString()));
    }
}
