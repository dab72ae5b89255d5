package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.Estate;

/** While our tables are missing, the catalogue is asked, and not the table: no provider writes a trace. */
class ScopeWatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_catalogue_says_whether_the_table_is_there(String provider) throws Exception {
        try (Estate estate = new Estate(provider)) {
            assertFalse(estate.inTransaction(ScopeWatch::isTableMissing));
            estate.inTransaction(
                    em -> em.createNativeQuery("drop table tidemark_clock").executeUpdate());
            assertTrue(estate.inTransaction(ScopeWatch::isTableMissing));
        }
    }
}
