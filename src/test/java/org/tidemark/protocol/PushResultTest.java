package org.tidemark.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PushResultTest {

    private static final Conflict.Side SECRET =
            new Conflict.Side(7L, null, "bob", false, Map.of("phone", Json.createValue("secret")));
    private static final Conflict.Side MINE = new Conflict.Side(null, null, null, false, Map.of());

    @Test
    @DisplayName("a repeated answer shows nothing of a conflict whose record may not be read any more")
    void withdrawn_right() {
        Conflict hidden = conflict();
        Conflict shown = conflict();
        PushResult stored = PushResult.of(3).plus(List.of(), List.of(hidden, shown), List.of());

        PushResult again = PushResult.fromJson(stored.toJson()).again(Set.of(hidden.id()));

        assertTrue(again.repeated());
        assertEquals(Set.of(shown.id()), again.conflictIds());
        assertEquals("forbidden", again.rejected().getJsonObject(0).getString("reason"));
        assertFalse(again.rejected().toString().contains("secret"));
        assertEquals(stored.decided(), again.decided(), "each change is still in exactly one list");
    }

    @Test
    @DisplayName("otherwise it is the stored one")
    void otherwise() {
        PushResult stored = PushResult.of(3).plus(List.of(), List.of(conflict()), List.of());

        PushResult again = stored.again(Set.of());

        assertEquals(stored.conflicts(), again.conflicts());
        assertEquals(stored.rejected(), again.rejected());
    }

    private static Conflict conflict() {
        var key = new RecordKey("companies", UUID.randomUUID());
        return new Conflict(
                UUID.randomUUID(),
                key,
                Conflict.Kind.MODIFIED_MODIFIED,
                Instant.EPOCH,
                List.of("phone"),
                null,
                MINE,
                SECRET);
    }
}
