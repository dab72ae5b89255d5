package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * {@code GET /api} tells a client all it needs to know before it has a record.
 *
 * <p>See docs/protocol.md, P30 to P35.
 */
@ContractTest
class DescriptionIT {

    private final JsonObject description = User.ALICE.get("/api").ok().json();

    @Test
    void it_says_which_protocol_it_speaks_and_to_whom() {
        assertEquals(1, description.getInt("protocol"));
        assertEquals("alice", description.getString("user"));
        assertFalse(roles(description).contains("steward"));
    }

    @Test
    void a_steward_is_told_that_they_are_one() {
        JsonObject carols = User.CAROL.get("/api").ok().json();
        assertEquals("carol", carols.getString("user"));
        assertTrue(roles(carols).contains("steward"), carols::toString);
    }

    @Test
    void the_epoch_is_a_uuid_that_every_sync_repeats() {
        String epoch = description.getString("epoch");
        assertEquals(epoch, UUID.fromString(epoch).toString());
        JsonObject sync = User.BOB
                .post("/api/sync", Body.object("replica", Sample.id()))
                .ok()
                .json();
        assertEquals(epoch, sync.getString("epoch"));
    }

    @Test
    void the_limits_are_those_of_the_protocol() {
        JsonObject limits = description.getJsonObject("limits");
        assertEquals(Body.object("changes", 1000, "bytes", 4194304, "page", 5000), limits);
    }

    @Test
    void both_collections_block_on_conflicts_and_are_merged_by_hand() {
        assertEquals(
                Set.of("companies", "contacts"),
                Body.objects(description, "collections").stream()
                        .map(c -> c.getString("name"))
                        .collect(Collectors.toSet()));
        for (JsonObject collection : Body.objects(description, "collections")) {
            assertEquals("block", collection.getString("gate"));
            assertEquals("manual", collection.getString("merge"));
        }
    }

    @Test
    void every_field_of_a_company_is_described_with_its_wire_type() {
        Map<String, String> types = Map.of(
                "name", "string",
                "vatNumber", "string",
                "region", "string",
                "phone", "string",
                "email", "string",
                "address", "object",
                "employees", "integer",
                "annualRevenue", "decimal",
                "founded", "date",
                "notes", "string");
        assertEquals(types, typesOf("companies"));
    }

    @Test
    void every_field_of_a_contact_is_described_with_its_wire_type() {
        assertEquals(
                Map.of(
                        "company",
                        "reference",
                        "name",
                        "string",
                        "role",
                        "string",
                        "phone",
                        "string",
                        "email",
                        "string"),
                typesOf("contacts"));
    }

    @Test
    void neither_id_nor_version_is_a_field() {
        for (JsonObject collection : Body.objects(description, "collections")) {
            Set<String> names = fields(collection.getString("name")).keySet();
            assertFalse(names.contains("id"), names::toString);
            assertFalse(names.contains("version"), names::toString);
        }
    }

    @Test
    void only_what_a_record_cannot_do_without_is_required() {
        assertEquals(Set.of("name", "region"), required("companies"));
        assertEquals(Set.of("company", "name"), required("contacts"));
    }

    @Test
    void every_field_has_all_members_even_when_they_say_nothing() {
        for (String collection : List.of("companies", "contacts")) {
            fields(collection).values().forEach(field -> {
                for (String member : List.of("name", "type", "required", "maxLength", "readOnly", "rules", "target")) {
                    assertTrue(field.containsKey(member), () -> member + " is missing in " + field);
                }
                assertFalse(field.getBoolean("readOnly"), field::toString);
            });
        }
    }

    @Test
    void a_text_says_how_long_it_may_be() {
        assertEquals(200, fields("companies").get("name").getInt("maxLength"));
        fields("companies").forEach((name, field) -> {
            if (!field.getString("type").equals("string")) {
                assertEquals(JsonValue.NULL, field.get("maxLength"), field::toString);
            } else {
                assertTrue(field.isNull("maxLength") || field.getInt("maxLength") > 0, field::toString);
            }
        });
    }

    @Test
    void a_form_knows_the_rules_before_the_sync() {
        Map<String, JsonObject> fields = fields("companies");
        assertEquals("0", fields.get("employees").getJsonObject("rules").getString("min"));
        assertEquals(Body.object("email", true), fields.get("email").getJsonObject("rules"));
        assertEquals(
                Body.object("fraction", 2, "integer", 13),
                fields.get("annualRevenue").getJsonObject("rules"));
        assertTrue(fields.get("name").getJsonObject("rules").getBoolean("notBlank"));
        assertEquals(JsonValue.EMPTY_JSON_OBJECT, fields.get("founded").get("rules"));
    }

    @Test
    void a_form_knows_where_its_user_may_write() {
        assertEquals(List.of("emea"), texts(description.getJsonArray("writableScopes")));
        JsonObject daves = User.DAVE.get("/api").ok().json();
        assertEquals(List.of("apac"), texts(daves.getJsonArray("writableScopes")));
        List<String> scopes = Body.objects(description, "collections").stream()
                .map(collection -> collection.getString("scope"))
                .toList();
        assertEquals(List.of("company", "region"), scopes.stream().sorted().toList());
    }

    private static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString::getString);
    }

    @Test
    void a_reference_names_the_collection_it_points_to() {
        assertEquals("companies", fields("contacts").get("company").getString("target"));
        assertEquals(JsonValue.NULL, fields("contacts").get("name").get("target"));
    }

    @Test
    void what_is_described_is_what_travels() {
        Row company = Sample.company("emea");
        Replica alice = Replica.of(User.ALICE);
        alice.add(company);
        alice.pull();
        assertEquals(
                fields("companies").keySet(), alice.held(company).row().fields().keySet());
    }

    private Map<String, String> typesOf(String collection) {
        return fields(collection).values().stream()
                .collect(Collectors.toMap(f -> f.getString("name"), f -> f.getString("type")));
    }

    private Set<String> required(String collection) {
        return fields(collection).values().stream()
                .filter(field -> field.getBoolean("required"))
                .map(field -> field.getString("name"))
                .collect(Collectors.toSet());
    }

    private Map<String, JsonObject> fields(String collection) {
        JsonObject found = Body.objects(description, "collections").stream()
                .filter(c -> c.getString("name").equals(collection))
                .findFirst()
                .orElse(null);
        assertNotNull(found, () -> "no collection " + collection + " in " + description);
        return Body.objects(found, "fields").stream().collect(Collectors.toMap(f -> f.getString("name"), f -> f));
    }

    private static Set<String> roles(JsonObject description) {
        return description.getJsonArray("roles").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
    }
}
