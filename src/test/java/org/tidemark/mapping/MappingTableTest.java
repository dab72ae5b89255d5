package org.tidemark.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.json;
import static org.tidemark.sync.Estate.modified;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.lang.reflect.Field;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.protocol.PushResult;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.Estates;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.capture.CapturedChanges;
import org.tidemark.sync.kinds.Classes;
import org.tidemark.sync.kinds.Elements;
import org.tidemark.sync.kinds.Embeddables;
import org.tidemark.sync.kinds.Works;
import org.tidemark.sync.kinds.WorksAs;

/**
 * Each row of docs/mappings.md that says "works": a record is created, changed, in conflict, numbered for the estate,
 * and deleted, with both JPA providers, on H2, on PostgreSQL and on MariaDB. What is pulled was read by a query, and
 * the server's side of a conflict from the entity: both must say the same.
 */
class MappingTableTest {

    @Order(2)
    @RegisterExtension
    static final Estates ESTATES = new Estates(MappingTableTest::open);

    private static final List<String> SCOPES =
            List.of("red", "blue", "7", "RED", "0c2f0a5e-0000-4000-8000-00000000000a");

    @Order(1)
    @RegisterExtension
    static final Databases DATABASES = new Databases();

    static Stream<String> providers() {
        return Databases.all();
    }

    private static Estate estate(String provider) {
        return ESTATES.on(provider);
    }

    private static Estate open(String provider) throws SQLException {
        String name = Databases.provider(provider);
        TestUnit unit = TestUnit.of(name, MappedKinds.ALL, "com/example/vendor/orm.xml");
        return new Estate(name, DATABASES.url(provider), SCOPES, unit);
    }

    static Stream<Arguments> casesOfAll() {
        return MappedKinds.casesOfAll();
    }

    @ParameterizedTest
    @MethodSource("casesOfAll")
    void works(String provider, Class<?> type) {
        Estate estate = estate(provider);
        Works row = type.getAnnotation(Works.class);
        SyncCollection collection =
                estate.registry.get(type.getAnnotation(Synchronised.class).collection());
        String name = collection.name();
        UUID id = UUID.randomUUID();
        JsonObject created = fields(estate, type, row.created(), WorksAs::value);
        long first = applied(estate.push(added(name, id, created.toString())));
        assertHas(created, estate, name, id, first);
        JsonObject changed = fields(estate, type, row.changed(), WorksAs::then);
        long second = applied(estate.push(modified(name, id, first, changed.toString())));
        assertTrue(second > first);
        assertHas(changed, estate, name, id, second);

        JsonObject other = fields(estate, type, row.other(), null);
        PushResult stale = estate.push(modified(name, id, first, other.toString()));
        assertEquals(1, stale.conflicts().size(), () -> stale.toJson().toString());
        JsonObject server =
                stale.conflicts().getJsonObject(0).getJsonObject("server").getJsonObject("fields");
        assertEquals(estate.pull(name, id).getJsonObject("fields"), server, "what is pulled is what is compared");

        long third = numbered(estate, collection, id);
        assertTrue(third > second);
        assertHas(changed, estate, name, id, third);

        applied(estate.push(deleted(name, id, third)));
        assertNull(estate.pull(name, id));
    }

    @Test
    void the_table_lists_the_rows_that_work_and_no_others() {
        Set<String> rows = new TreeSet<>();
        MappedKinds.cases().forEach(type -> {
            rows.add(type.getAnnotation(Works.class).row());
            Stream.of(type.getDeclaredFields())
                    .map(field -> field.getAnnotation(WorksAs.class))
                    .filter(Objects::nonNull)
                    .forEach(attribute -> rows.add(attribute.row()));
        });
        rows.remove(""); // of a case that is nothing but its attributes
        assertEquals(rows, MappingTable.read().working());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void what_is_hidden_stays_and_what_the_server_fills_is_read_only(String provider) {
        Estate estate = estate(provider);
        assertEquals("[note, team]", names(estate, "closed").toString());
        assertEquals("[label, site]", names(estate, "assets").toString());
        JsonObject served = estate.registry.get("served").describe(Set.of(), false, FieldRules.NONE);
        for (JsonObject field : served.getJsonArray("fields").getValuesAs(JsonObject.class)) {
            assertEquals(Set.of("computed", "own").contains(field.getString("name")), field.getBoolean("readOnly"));
        }
        assertEquals(Set.of("opener"), estate.registry.get("opened").fixed());
        assertEquals(Set.of("code"), estate.registry.get("tickets").fixed());
        JsonObject label = estate.registry.get("assets").field("label").describe();
        assertTrue(label.getBoolean("required"), "a getter that overrides the vendor's counts");
    }

    /**
     * An edit makes the object anew, so what no replica knows of has to be taken over, and keeps an object that is null
     * for them.
     */
    @ParameterizedTest
    @MethodSource("providers")
    void what_is_hidden_within_an_embeddable_survives_the_edits_of_it(String provider) {
        Estate estate = estate(provider);
        UUID id = UUID.randomUUID();
        long version = applied(
                estate.push(added("crated", id, "{'team': 'red', 'crate': {'label': 'a', 'lid': {'colour': 'red'}}}")));
        estate.inTransaction(em -> {
            Embeddables.Crate crate = em.find(Embeddables.Crated.class, id).getCrate();
            crate.setCustoms("declared");
            crate.getPorts().add("Bergen");
            crate.getLid().setSeal("unbroken");
            return null;
        });
        for (String crate : List.of(
                "{'label': 'b', 'lid': {'colour': 'blue'}}",
                "{'label': 'c', 'lid': null}",
                "null",
                "{'label': null, 'lid': {'colour': 'green'}}")) {
            version = applied(estate.push(modified("crated", id, version, "{'crate': " + crate + "}")));
            assertHas(json("{'crate': " + crate + "}"), estate, "crated", id, version);
            Embeddables.Crate now = estate.inTransaction(em -> {
                Embeddables.Crated found = em.find(Embeddables.Crated.class, id);
                em.refresh(found);
                assertEquals(Set.of("Bergen"), found.getCrate().getPorts());
                return found.getCrate();
            });
            assertEquals(
                    "declared unbroken", now.getCustoms() + " " + now.getLid().getSeal(), crate);
        }
    }

    private static Set<String> names(Estate estate, String collection) {
        Set<String> names = new TreeSet<>();
        estate.registry.get(collection).fields().forEach(field -> names.add(field.name()));
        return names;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_record_of_a_subclass_travels_as_its_superclass_and_stays_what_it_is(String provider) {
        Estate estate = estate(provider);
        var below = new Classes.BelowRootAlone();
        below.setSyncId(UUID.randomUUID());
        below.setTeam("red");
        below.setExtra("kept");
        estate.inTransaction(em -> {
            em.persist(below);
            return null;
        });
        long first = numbered(estate, estate.registry.get("root-alone"), below.getSyncId());
        applied(estate.push(modified("root-alone", below.getSyncId(), first, "{'note': 'b'}")));
        Classes.BelowRootAlone now = estate.inTransaction(em -> em.find(Classes.BelowRootAlone.class, below.getId()));
        assertEquals("kept b", now.getExtra() + " " + now.getNote());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_estate_that_changes_nothing_but_the_elements_of_a_record_is_heard(String provider) {
        Estate estate = estate(provider);
        UUID id = UUID.randomUUID();
        applied(estate.push(added("tagged", id, "{'team': 'red', 'tags': ['a']}")));
        int before = Elements.Heard.updates;
        estate.inTransaction(em -> em.find(Elements.Tagged.class, id).getTags().add("b"));
        assertEquals(before + 1, Elements.Heard.updates);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_page_brings_each_record_its_own_elements(String provider) {
        Estate estate = estate(provider);
        Map<UUID, String> tags = Map.of(new UUID(1, 1), "['a']", new UUID(1, 2), "[]", new UUID(1, 3), "['b','c']");
        tags.forEach((id, is) -> applied(estate.push(added("tagged", id, "{'team': 'red', 'tags': " + is + "}"))));
        Map<String, JsonObject> page = estate.pull("tagged");
        tags.forEach((id, is) -> assertEquals(
                json("{'is': " + is + "}").get("is"),
                page.get(id.toString()).getJsonObject("fields").get("tags")));
    }

    /** What the annotations say, with the ids of records that are there for {@code $collection}. */
    private static JsonObject fields(Estate estate, Class<?> type, String text, Function<WorksAs, String> attributes) {
        Matcher needed = Pattern.compile("\\$([a-z-]+)").matcher(text);
        String filled = needed.replaceAll(found -> {
            UUID id = UUID.randomUUID();
            applied(estate.push(added(
                    found.group(1),
                    id,
                    found.group(1).equals("assets") ? "{'site': 'red', 'label': 'Pump'}" : "{'team': 'red'}")));
            return id.toString();
        });
        JsonObjectBuilder fields = Json.createObjectBuilder(json(filled));
        for (Field field : attributes == null ? new Field[0] : type.getDeclaredFields()) {
            WorksAs attribute = field.getAnnotation(WorksAs.class);
            if (attribute != null) {
                fields.add(
                        field.getName(),
                        json("{'is': " + attributes.apply(attribute) + "}").get("is"));
            }
        }
        return fields.build();
    }

    private static void assertHas(JsonObject expected, Estate estate, String collection, UUID id, long version) {
        JsonObject record = estate.pull(collection, id);
        assertEquals(version, record.getJsonNumber("version").longValue());
        for (Map.Entry<String, JsonValue> field : expected.entrySet()) {
            assertEquals(field.getValue(), record.getJsonObject("fields").get(field.getKey()), field.getKey());
        }
    }

    /** As if code of the estate had changed the record, found by its primary key. */
    private static long numbered(Estate estate, SyncCollection collection, UUID id) {
        Synchronisable record = estate.inTransaction(em -> {
            Object found = em.createQuery(collection.queries().byIds())
                    .setParameter("ids", List.of(id))
                    .getSingleResult();
            Object key = em.getEntityManagerFactory().getPersistenceUnitUtil().getIdentifier(found);
            return (Synchronisable) em.createQuery(collection.queries().byKeys())
                    .setParameter("keys", List.of(key))
                    .getSingleResult();
        });
        assertEquals(id, record.getSyncId());
        var changes = new CapturedChanges(estate.registry, estate.before());
        estate.inTransaction(em -> {
            changes.add(record, Kind.MODIFIED);
            return changes.number(em, Instant.now(), "estate");
        });
        return estate.pull(collection.name(), id).getJsonNumber("version").longValue();
    }

    private static long applied(PushResult result) {
        assertEquals(1, result.applied().size(), () -> result.toJson().toString());
        return result.applied().getJsonObject(0).getJsonNumber("version").longValue();
    }
}
