package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.json;
import static org.tidemark.sync.Estate.modified;

import com.example.recipes.Skill;
import com.example.recipes.StaffPolicy;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;

/** The recipes of docs/adopting.md for shapes of data, as {@code com.example.recipes} has them, with both providers. */
class RecipesTest extends RecipesCase {

    private static ScopePolicy policyOf(String... roles) {
        var policy = new StaffPolicy();
        Caller caller = new Caller() {
            @Override
            public String user() {
                return Estate.CALLER.user();
            }

            @Override
            public boolean isInRole(String role) {
                return Set.of(roles).contains(role);
            }
        };
        return new ScopePolicy() {
            @Override
            public Set<String> readable(Caller any) {
                return policy.readable(caller);
            }

            @Override
            public Set<String> writable(Caller any) {
                return policy.writable(caller);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_table_of_a_many_to_many_is_a_collection(String provider) {
        use(provider);
        assertEquals(
                2,
                estate.pull("worker-skills").values().stream()
                        .filter(link -> link.getString("modifiedBy").equals("system"))
                        .count(),
                "the rows that were there");
        worker();
        UUID link = UUID.randomUUID();
        long version = applied(
                estate.push(added("worker-skills", link, "{'worker': '%s', 'skill': '%s'}".formatted(id, WELDING))));
        assertEquals(Set.of("Welding"), skills());

        Skill wiring =
                estate.inTransaction(em -> em.createQuery("select s from Skill s where s.name = 'Wiring'", Skill.class)
                        .getSingleResult());
        application.request(em -> {
            find(em).learns(em.find(Skill.class, wiring.getId()));
            return null;
        });
        assertEquals(2, links(), "what the application's own page adds reaches replicas");
        application.request(em -> {
            find(em).forgets(em.find(Skill.class, wiring.getId()));
            return null;
        });
        assertEquals(1, links());

        applied(estate.push(deleted("worker-skills", link, version)));
        assertEquals(Set.of(), skills());
    }

    private long links() {
        return estate.pull("worker-skills").values().stream()
                .filter(link -> link.getJsonObject("fields").getString("worker").equals(id.toString()))
                .count();
    }

    private Set<String> skills() {
        return estate.inTransaction(
                em -> find(em).getSkills().stream().map(Skill::getName).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_uuid_that_was_there_is_the_id(String provider) {
        use(provider);
        JsonObject welding = estate.pull("skills", WELDING);
        assertEquals(json("{'audience': 'ALL', 'name': 'Welding'}"), welding.getJsonObject("fields"));

        applied(estate.push(added("skills", id, "{'name': 'Turning'}")));
        Skill turning =
                estate.inTransaction(em -> em.createQuery("select s from Skill s where s.externalId = :id", Skill.class)
                        .setParameter("id", id)
                        .getSingleResult());
        assertEquals("Turning", turning.getName());

        Skill own = new Skill();
        own.setName("Planing");
        application.request(em -> {
            em.persist(own);
            return null;
        });
        assertEquals(
                "Planing",
                estate.pull("skills", own.getExternalId())
                        .getJsonObject("fields")
                        .getString("name"),
                "RecordListener gives what the application creates an id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void reference_data_is_read_by_everybody_and_written_by_few(String provider) {
        use(provider);
        Change skill = added("skills", id, "{'name': 'Turning'}");
        PushResult refused = estate.push(policyOf("emea"), skill);
        assertEquals("forbidden", refused.rejected().getJsonObject(0).getString("reason"));

        applied(estate.push(policyOf("editor"), skill));
        assertEquals("ALL", estate.pull("skills", id).getJsonObject("fields").getString("audience"));
        for (String role : List.of("emea", "apac", "none")) {
            var rights = estate.rights(policyOf(role));
            assertTrue(rights.mayRead("ALL"));
            assertEquals(role.equals("emea"), rights.mayRead("emea"));
            assertFalse(rights.mayWrite("ALL"));
        }
        PushResult elsewhere =
                estate.push(policyOf("editor"), added("skills", UUID.randomUUID(), "{'audience': 'emea'}"));
        assertEquals("malformed", elsewhere.rejected().getJsonObject(0).getString("reason"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_wage_stays_on_the_server(String provider) {
        use(provider);
        long version = worker();
        application.request(em -> {
            find(em).earns(new BigDecimal("40.00"));
            return null;
        });
        JsonObject record = estate.pull("workers", id);
        assertEquals(Set.of("name", "region"), record.getJsonObject("fields").keySet());
        assertFalse(estate.registry
                .get("workers")
                .describe(Set.of(), false, FieldRules.NONE)
                .toString()
                .contains("wage"));

        PushResult named = estate.push(modified("workers", id, version, "{'wage': '1'}"));
        assertEquals("malformed", named.rejected().getJsonObject(0).getString("reason"));
        version = record.getJsonNumber("version").longValue();
        applied(estate.push(modified("workers", id, version, "{'name': 'Ada L.'}")));
        assertEquals(new BigDecimal("40.00"), estate.inTransaction(em -> find(em).getWage()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_restored_record_has_a_new_key_and_its_children_stay_deleted(String provider) {
        use(provider);
        long version = worker();
        UUID link = UUID.randomUUID();
        applied(estate.push(added("worker-skills", link, "{'worker': '%s', 'skill': '%s'}".formatted(id, WELDING))));
        Long key = estate.inTransaction(em -> find(em).getId());

        long gone = applied(estate.push(deleted("workers", id, version)));
        assertNull(estate.pull("worker-skills", link), "it went with the worker");

        applied(estate.push(
                new Change.Added(new RecordKey("workers", id), gone, json("{'name': 'Ada', 'region': 'emea'}"), null)));
        Long now = estate.inTransaction(em -> find(em).getId());
        assertNotEquals(key, now);
        assertNull(estate.inTransaction(em -> find(em).getWage()));
        assertNull(estate.pull("worker-skills", link));
    }
}
