package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.modified;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.json.JsonObject;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.kinds.Accessors;
import org.tidemark.sync.kinds.Accessors.Closed;
import org.tidemark.sync.kinds.Kind;

/**
 * An attribute that is marked {@code @ServerOnly}: replicas neither get it nor hear of it, and nothing that they send
 * changes it.
 */
class ServerOnlyTest {

    @RegisterExtension
    static final Estates ESTATES = Estates.of("server-only", List.of("red"), List.of(Kind.class, Accessors.class));

    private final UUID id = UUID.randomUUID();
    private Estate estate;

    private void use(String provider) {
        estate = ESTATES.on(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void it_is_in_nothing_that_travels(String provider) {
        use(provider);
        String described = estate.registry
                .get("closed")
                .describe(Set.of(), false, FieldRules.NONE)
                .toString();
        assertFalse(described.contains("margin"), described);

        long version = version(estate.push(added("closed", id, "{'team': 'red', 'note': 'a'}")));
        assertEquals("ten", margin(), "a new record has what the class says");
        setMargin("eleven");
        assertEquals(
                Set.of("note", "team"),
                estate.pull("closed", id).getJsonObject("fields").keySet());

        version = version(estate.push(modified("closed", id, version, "{'note': 'b'}")));
        assertEquals("eleven", margin(), "an edit leaves it");

        PushResult late = estate.push(modified("closed", id, version - 1, "{'note': 'c'}"));
        JsonObject conflict = late.conflicts().getJsonObject(0);
        assertFalse(conflict.toString().contains("margin"), conflict.toString());
        assertFalse(conflict.toString().contains("eleven"), conflict.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_push_that_names_it_is_rejected(String provider) {
        use(provider);
        PushResult guessed = estate.push(added("closed", id, "{'team': 'red', 'margin': 'mine'}"));
        assertEquals("malformed", guessed.rejected().getJsonObject(0).getString("reason"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_rule_that_it_breaks_names_neither_it_nor_what_is_wrong(String provider) {
        use(provider);
        long version = version(estate.push(added("closed", id, "{'team': 'red', 'note': 'a'}")));
        setMargin(" ");
        PushResult result = estate.push(modified("closed", id, version, "{'note': 'b'}"));
        JsonObject rejection = result.rejected().getJsonObject(0);
        assertEquals("invalid", rejection.getString("reason"));
        assertFalse(rejection.toString().contains("margin"), rejection.toString());
    }

    /** The annotation is none of JSON's. */
    @Test
    void the_applications_own_json_has_it() throws Exception {
        var closed = new Closed();
        try (var jsonb = JsonbBuilder.create()) {
            assertEquals("ten", jsonb.fromJson(jsonb.toJson(closed), Map.class).get("margin"));
        }
        assertEquals("ten", new ObjectMapper().valueToTree(closed).get("margin").asText());
    }

    private String margin() {
        return estate.inTransaction(em -> em.find(Closed.class, id).getMargin());
    }

    private void setMargin(String margin) {
        estate.inTransaction(em -> {
            em.createQuery("update closed c set c.margin = :margin where c.id = :id")
                    .setParameter("margin", margin)
                    .setParameter("id", id)
                    .executeUpdate();
            return null;
        });
    }

    private static long version(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0).getJsonNumber("version").longValue();
    }
}
