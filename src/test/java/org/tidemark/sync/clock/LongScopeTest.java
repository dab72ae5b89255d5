package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import jakarta.json.JsonObject;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.KnownScopes;
import org.tidemark.sync.Estate;

/** A scope that no column of ours can hold is found out before anything waits for its clock. */
class LongScopeTest {

    private static final String LONG = "x".repeat(101);

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_change_that_would_get_a_scope_too_long_is_rejected_by_name(String provider) throws Exception {
        try (var estate = new Estate(provider)) {
            String fields = "{'team': '" + LONG + "', 'name': 'Lathe'}";
            JsonObject rejected = estate.push(caller -> Set.of(LONG), added("machines", UUID.randomUUID(), fields))
                    .rejected()
                    .getJsonObject(0);
            assertEquals("invalid", rejected.getString("reason"));
            assertEquals(
                    "team", rejected.getJsonArray("violations").getJsonObject(0).getString("field"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_clock_says_how_long_a_scope_may_be(String provider) throws Exception {
        try (var estate = new Estate(provider)) {
            Exception refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> estate.inTransaction(
                            em -> ChangeClocks.take(em, new KnownScopes(), Set.of("north", LONG), 0)));
            assertTrue(refused.getMessage().contains("101 characters"), refused::getMessage);
        }
    }
}
