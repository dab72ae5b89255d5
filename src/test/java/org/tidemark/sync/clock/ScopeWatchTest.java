package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.sync.state.ScopeAdvanced;

class ScopeWatchTest {

    private final ScopeWatch watch = new ScopeWatch();

    @Test
    void is_ahead_of_who_has_not_read_what_this_node_has_committed() {
        watch.note(new ScopeAdvanced("emea", 7));

        assertTrue(watch.isAhead(Map.of("apac", 9L, "emea", 6L)));
    }

    @Test
    void is_not_ahead_of_who_has_read_it_or_more() {
        watch.note(new ScopeAdvanced("emea", 7));

        assertFalse(watch.isAhead(Map.of("emea", 7L)));
        assertFalse(watch.isAhead(Map.of("emea", 8L)));
    }

    @Test
    void knows_nothing_of_scopes_that_it_has_not_heard_of() {
        watch.note(new ScopeAdvanced("emea", 7));

        assertFalse(watch.isAhead(Map.of("apac", 1L)));
        assertFalse(watch.isAhead(Map.of()));
    }

    @Test
    void a_commit_that_is_told_late_does_not_turn_it_back() {
        watch.note(new ScopeAdvanced("emea", 7));
        watch.note(new ScopeAdvanced("emea", 5));

        assertTrue(watch.isAhead(Map.of("emea", 6L)));
    }
}
