package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;

class PullStateTest {

    private static final EntityManager NOBODY_ASKS = null;

    @Test
    void who_reads_no_scope_is_not_looked_up_by_scopes() {
        Caller caller = new Caller() {
            @Override
            public String user() {
                return "erin";
            }

            @Override
            public boolean isInRole(String role) {
                return false;
            }
        };
        CallerRights none = CallerRights.of(caller, CallerRights.NOBODY, java.util.Set::of);
        PullCursor cursor = PullCursor.start(UUID.randomUUID(), caller.user());

        assertEquals(
                Optional.empty(),
                PullState.upToDate(NOBODY_ASKS, UUID.randomUUID(), caller, none, cursor),
                "a query with an empty list is a syntax error on PostgreSQL");
    }
}
