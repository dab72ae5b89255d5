package org.tidemark.sync.pull;

import org.tidemark.sync.access.Rights;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.persistence.EntityManager;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.spi.Caller;

class PullingReplicaTest {

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
        Rights none = Rights.of(caller, Rights.NOBODY, java.util.Set::of);
        Cursor cursor = Cursor.start(UUID.randomUUID(), caller.user());

        assertEquals(
                Optional.empty(),
                PullingReplica.upToDate(NOBODY_ASKS, UUID.randomUUID(), caller, none, cursor),
                "a query with an empty list is a syntax error on PostgreSQL");
    }
}
