package org.tidemark.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.json;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.PushResult;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;

/** Each kind of entity, key and attribute travels there and back, with both JPA providers. */
class MappingTest {

    @RegisterExtension
    static final Estates ESTATES = new Estates(Estate::new);

    private static final String EVERYTHING = """
            {'team': 'red', 'flag': true, 'small': 7, 'whole': -1, 'huge': '9007199254740993',
             'giant': '123456789012345678901234567890', 'realNumber': 0.1, 'price': '12345.60', 'colour': 'GREEN',
             'day': '2024-02-29', 'moment': '2024-02-29T12:00:00.123456', 'happened': '2024-02-29T11:00:00.500Z', 'raw': 'AAEC',
             'money': {'cents': 1999, 'currency': 'EUR'}, 'place': {'city': 'Łódź', 'since': '2001-01-01'},
             'other': %s, 'machine': %s}""";

    private final UUID id = UUID.randomUUID();
    private final UUID machine = UUID.randomUUID();

    private static Estate estate(String provider) {
        return ESTATES.on(provider);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("every type of attribute keeps its value")
    void every_type(String provider) {
        Estate estate = estate(provider);
        String fields = EVERYTHING.formatted("'" + id + "'", "'" + machine + "'");
        UUID other = UUID.randomUUID();
        applied(
                2,
                estate.push(
                        added("machines", machine, "{'team': 'red', 'name': 'Lathe'}"),
                        added("everything", other, EVERYTHING.formatted("null", "null"))));
        applied(1, estate.push(added("everything", id, fields.replace(id.toString(), other.toString()))));
        JsonObject record = estate.pull("everything").get(id.toString());
        JsonObject expected = json(fields.replace(id.toString(), other.toString()));
        expected.forEach((name, value) ->
                assertEquals(value, record.getJsonObject("fields").get(name), name));
        assertEquals(expected.size() + 1, record.getJsonObject("fields").size(), "and 'computed', but no 'secret'");
        assertEquals("by the database", record.getJsonObject("fields").getString("computed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("null stays null in every attribute that allows it, a reference included")
    void every_null(String provider) {
        Estate estate = estate(provider);
        applied(1, estate.push(added("everything", id, EVERYTHING.formatted("null", "null"))));
        long version = estate.pull("everything").get(id.toString()).getInt("version");
        applied(1, estate.push(modified("everything", id, version, """
                {'small': null, 'huge': null, 'giant': null, 'realNumber': null, 'price': null, 'colour': null, 'day': null,
                 'moment': null, 'happened': null, 'raw': null, 'money': null, 'place': null, 'other': null, 'machine': null}""")));
        JsonObject fields = estate.pull("everything").get(id.toString()).getJsonObject("fields");
        for (String name :
                new String[] {"small", "huge", "price", "happened", "raw", "money", "place", "other", "machine"}) {
            assertEquals(JsonValue.NULL, fields.get(name), name);
        }
        assertEquals("red", fields.getString("team"), "a field that is absent stays as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName(
            "an entity with a numeric key of the database, one with a natural key that follows it, and a move of both")
    void foreign_keys(String provider) {
        Estate estate = estate(provider);
        UUID part = UUID.randomUUID();
        String code = "P-" + part;
        applied(
                2,
                estate.push(
                        added("parts", part, "{'code': '" + code + "', 'machine': '" + machine + "'}"),
                        added("machines", machine, "{'team': 'red', 'name': 'Lathe'}")));
        JsonObject before = estate.pull("parts").get(part.toString());
        assertEquals(code, before.getJsonObject("fields").getString("code"));
        assertEquals(machine.toString(), before.getJsonObject("fields").getString("machine"));
        long version = estate.pull("machines").get(machine.toString()).getInt("version");
        applied(1, estate.push(modified("machines", machine, version, "{'team': 'blue'}")));
        assertTrue(estate.pull("parts").get(part.toString()).getInt("version") > before.getInt("version"));
        String scope = estate.inTransaction(
                em -> em.createQuery("select p.state.scope from Part p where p.code = :code", String.class)
                        .setParameter("code", code)
                        .getSingleResult());
        assertEquals("blue", scope);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("the concrete classes of JOINED and SINGLE_TABLE hierarchies")
    void inheritance(String provider) {
        Estate estate = estate(provider);
        UUID circle = UUID.randomUUID();
        UUID square = UUID.randomUUID();
        applied(
                3,
                estate.push(
                        added("trucks", id, "{'team': 'red', 'axles': 3}"),
                        added("circles", circle, "{'team': 'red', 'radius': 5}"),
                        added("squares", square, "{'team': 'blue', 'side': 6}")));
        assertEquals(
                3,
                estate.pull("trucks").get(id.toString()).getJsonObject("fields").getInt("axles"));
        assertEquals(
                5,
                estate.pull("circles")
                        .get(circle.toString())
                        .getJsonObject("fields")
                        .getInt("radius"));
        assertEquals(
                6,
                estate.pull("squares")
                        .get(square.toString())
                        .getJsonObject("fields")
                        .getInt("side"));
        assertTrue(!estate.pull("circles").containsKey(square.toString()), "a square is no circle");
        long version = estate.pull("trucks").get(id.toString()).getInt("version");
        applied(1, estate.push(modified("trucks", id, version, "{'team': 'red', 'axles': 4}")));
        assertEquals(
                4,
                estate.pull("trucks").get(id.toString()).getJsonObject("fields").getInt("axles"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    @DisplayName("collections of basic values are arrays: a set in any order, a list in its own")
    void element_collections(String provider) {
        Estate estate = estate(provider);
        applied(
                1,
                estate.push(added(
                        "machines",
                        machine,
                        "{'team': 'red', 'skills': ['saw', 'drill', 'saw'], 'steps': ['3', '1', '3']}")));
        JsonObject first = estate.pull("machines").get(machine.toString());
        assertEquals(
                json("{'a': ['drill', 'saw']}").get("a"),
                first.getJsonObject("fields").get("skills"));
        assertEquals(
                json("{'a': ['3', '1', '3']}").get("a"),
                first.getJsonObject("fields").get("steps"));
        long version = first.getInt("version");
        applied(1, estate.push(modified("machines", machine, version, "{'skills': ['weld'], 'steps': []}")));
        JsonObject second = estate.pull("machines").get(machine.toString());
        assertTrue(second.getInt("version") > version);
        assertEquals(
                json("{'a': ['weld']}").get("a"), second.getJsonObject("fields").get("skills"));
        assertEquals(JsonValue.EMPTY_JSON_ARRAY, second.getJsonObject("fields").get("steps"));

        PushResult stale = estate.push(modified("machines", machine, version, "{'skills': ['cut']}"));
        assertEquals(1, stale.conflicts().size(), stale.toJson().toString());
        PushResult same = estate.push(modified("machines", machine, version, "{'skills': ['weld', 'weld']}"));
        applied(1, same);
    }

    private static void applied(int count, PushResult result) {
        assertEquals(count, result.applied().size(), result.toJson().toString());
    }
}
