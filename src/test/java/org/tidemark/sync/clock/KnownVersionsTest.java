package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.sync.state.ScopeAdvanced;

class KnownVersionsTest {

    private final KnownVersions versions = new KnownVersions();

    @Test
    void is_ahead_of_who_has_not_read_what_this_node_has_committed() {
        versions.note(new ScopeAdvanced("emea", 7));

        assertTrue(versions.isAhead(Map.of("apac", 9L, "emea", 6L)));
    }

    @Test
    void is_not_ahead_of_who_has_read_it_or_more() {
        versions.note(new ScopeAdvanced("emea", 7));

        assertFalse(versions.isAhead(Map.of("emea", 7L)));
        assertFalse(versions.isAhead(Map.of("emea", 8L)));
    }

    @Test
    void knows_nothing_of_scopes_that_it_has_not_heard_of() {
        versions.note(new ScopeAdvanced("emea", 7));

        assertFalse(versions.isAhead(Map.of("apac", 1L)));
        assertFalse(versions.isAhead(Map.of()));
    }

    @Test
    void a_commit_that_is_told_late_does_not_turn_it_back() {
        versions.note(new ScopeAdvanced("emea", 7));
        versions.note(new ScopeAdvanced("emea", 5));

        assertTrue(versions.isAhead(Map.of("emea", 6L)));
    }
}
