package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.triggers.ForeignKey.Action;
import org.tidemark.triggers.MariaScript.Column;

/** What the script for MariaDB says of tables that only it has trouble with. */
class MariaScriptTest {

    private static final Map<String, List<Column>> COLUMNS = Map.of(
            "service_order",
            List.of(new Column("id", false), new Column("customer", true), new Column("sync_version", false)));

    private static ForeignKey key(String child, String parent, Action onDelete, Action onUpdate) {
        return new ForeignKey("fk", child, parent, onDelete, onUpdate, List.of("parent"), List.of("id"));
    }

    private static MariaScript script(ForeignKey... keys) {
        return new MariaScript(FieldService.tables("fieldservice-hibernate", ScopeSql.MARIADB), COLUMNS, List.of(keys));
    }

    private static SyncTable table(TriggerScript script, String collection) {
        return script.tables().tables().stream()
                .filter(table -> table.collection().equals(collection))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void both_providers_lead_to_the_same_script() {
        assertEquals(
                script().text(),
                new MariaScript(FieldService.tables("fieldservice-eclipselink", ScopeSql.MARIADB), COLUMNS, List.of())
                        .text());
    }

    @Test
    void everything_is_filled_in() {
        String text = script(key("order_line", "service_order", Action.CASCADE, Action.CASCADE))
                .text();

        assertFalse(text.contains("${"), text);
    }

    @Test
    void a_column_that_some_collation_compares_is_compared_by_its_bytes() {
        String part = script().part(table(script(), "orders"));

        assertTrue(
                part.contains(
                        "not (new.id <=> old.id\n      and cast(new.customer as binary) <=> cast(old.customer as binary))"),
                part);
    }

    @Test
    void a_new_column_makes_the_installed_triggers_outdated() {
        var wider = new MariaScript(
                FieldService.tables("fieldservice-hibernate", ScopeSql.MARIADB),
                Map.of("service_order", List.of(new Column("id", false))),
                List.of());

        assertNotEquals(script().digest(table(script(), "orders")), wider.digest(table(wider, "orders")));
    }

    @Test
    void a_foreign_key_between_registered_tables_is_done_by_triggers() {
        MariaScript script = script(key("order_line", "service_order", Action.SET_NULL, Action.NONE));

        assertEquals(List.of(), script.gaps());
        assertTrue(script.triggers(table(script, "orders")).contains("tidemark_cascade_orders"));
        assertTrue(script.part(table(script, "orders"))
                .contains("update order_line set parent = null where parent = old.id"));
        assertFalse(script.triggers(table(script, "lines")).contains("tidemark_cascade_lines"));
    }

    @Test
    void what_comes_from_an_unregistered_table_is_told() {
        MariaScript script = script(key("order_line", "invoice", Action.CASCADE, Action.NONE));

        assertEquals(1, script.gaps().size());
        assertTrue(
                script.gaps()
                        .get(0)
                        .startsWith(
                                "order_line: the foreign key fk changes its rows with those of invoice, which fires no triggers"),
                script.gaps().toString());
        assertTrue(script.text().contains("-- order_line: the foreign key fk"), "in the script too");
    }

    @Test
    void what_comes_from_the_table_itself_is_told() {
        MariaScript script = script(key("service_order", "service_order", Action.CASCADE, Action.NONE));

        assertTrue(
                script.gaps().get(0).contains("delete the rows below first"),
                script.gaps().toString());
    }

    @Test
    void what_goes_into_an_unregistered_table_does_not_matter() {
        MariaScript script = script(key("invoice", "service_order", Action.CASCADE, Action.CASCADE));

        assertEquals(List.of(), script.gaps());
        assertFalse(script.triggers(table(script, "orders")).contains("tidemark_cascade_orders"));
    }
}
