package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.triggers.Triggers.State;

/** Triggers that are incomplete, of another version or gone are told, and made again. */
interface TriggerUpkeep extends PlainSql {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    default void an_incomplete_set_of_triggers_is_told_and_made_again(String provider) throws Exception {
        assertEquals(Set.of(State.COVERED), states(provider));

        service().run(service().incomplete());
        assertEquals(Set.of(State.COVERED, State.OUTDATED), states(provider));

        service().install(provider);
        assertEquals(Set.of(State.COVERED), states(provider));
    }

    @Test
    default void triggers_of_another_version_are_told_and_made_again() throws Exception {
        service().run(service().older());
        assertEquals(Set.of(State.COVERED, State.OUTDATED), states("hibernate"));

        service().install("hibernate");
        assertEquals(Set.of(State.COVERED), states("hibernate"));
    }

    @Test
    default void what_is_removed_is_missing_and_leaves_a_table_as_it_was() throws Exception {
        service().uninstall();
        try {
            assertEquals(Set.of(State.MISSING), states("hibernate"));
            insert("NORTH");
            assertEquals(" 0", state(), "unnumbered");
        } finally {
            service().install("hibernate");
        }
    }

    private Set<State> states(String provider) throws SQLException {
        return Set.copyOf(service()
                .catalog(provider, catalog -> catalog.report().states())
                .values());
    }
}
