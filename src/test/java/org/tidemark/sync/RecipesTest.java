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
import com.example.recipes.Worker;
import com.example.recipes.WorkerPage;
import com.example.recipes.WorkerSkill;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.RollbackException;
import jakarta.persistence.SharedCacheMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.capture.CapturedChanges;

/** The recipes of docs/adopting.md, as {@code com.example.recipes} has them, with both JPA providers. */
class RecipesTest {

    private static final Path RESOURCES = Path.of("src/test/resources/com/example/recipes");
    private static final UUID WELDING = UUID.fromString("0c2f0a5e-0000-4000-8000-000000000001");
    private static final Map<String, Estate> ESTATES = new HashMap<>();
    private static final Map<String, EntityManagerFactory> OLD_NODES = new HashMap<>();

    private final UUID id = UUID.randomUUID();
    private Estate estate;
    private Application application;
    private EntityManagerFactory oldNode;

    private void use(String provider) {
        estate = ESTATES.computeIfAbsent(provider, name -> {
            String url = Estate.h2(name);
            Estate opened = Estate.withTables(
                    name,
                    url,
                    List.of("emea", "apac", StaffPolicy.SHARED),
                    script("before.sql") + script("columns.sql").replace("gen_random_uuid()", "random_uuid()"),
                    TestUnit.of(
                            name + "-recipes",
                            List.of(org.tidemark.spi.AdoptedEntity.class, Worker.class, Skill.class, WorkerSkill.class),
                            "org/tidemark/sync/ears-orm.xml"));
            OLD_NODES.put(
                    name,
                    new TestUnit(
                                    name + "-before",
                                    List.of(com.example.recipes.before.Worker.class.getName()),
                                    List.of(),
                                    SharedCacheMode.NONE)
                            .create(
                                    name,
                                    Map.of(
                                            "jakarta.persistence.jdbc.url",
                                            url,
                                            "eclipselink.session-name",
                                            "before " + url,
                                            "eclipselink.weaving",
                                            "false")));
            return opened;
        });
        application = new Application(estate);
        oldNode = OLD_NODES.get(provider);
        numberRows();
    }

    private static String script(String name) {
        try {
            return Files.readString(RESOURCES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (Estate estate : ESTATES.values()) {
            estate.close();
        }
        OLD_NODES.values().forEach(EntityManagerFactory::close);
    }

    /** As the background does it. */
    private void numberRows() {
        for (SyncCollection collection : estate.registry.all()) {
            List<UUID> ids =
                    estate.inTransaction(em -> em.createQuery(estate.registry.unnumberedQuery(collection), UUID.class)
                            .setParameter("after", PullProjection.NONE)
                            .getResultList());
            estate.inTransaction(em -> {
                var changes = new CapturedChanges(estate.registry, estate.before());
                ids.forEach(row -> changes.addNewRow(new RecordKey(collection.name(), row)));
                return changes.number(em, Instant.now(), "system");
            });
        }
    }

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

    private long worker() {
        return applied(estate.push(added("workers", id, "{'name': 'Ada', 'region': 'emea'}")));
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

    private Worker find(EntityManager em) {
        return em.createQuery("select w from Worker w where w.syncId = :id", Worker.class)
                .setParameter("id", id)
                .getSingleResult();
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
                .describe(Set.of(), false)
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
    void a_page_that_is_late_hears_of_it(String provider) {
        use(provider);
        long version = worker();
        Worker kept = application.request(this::find);
        var form = new WorkerPage.Form(kept.getId(), kept.getRevision(), "typed");
        applied(estate.push(modified("workers", id, version, "{'name': 'by a device'}")));

        assertTrue(page(page -> page.save(form)).isEmpty());
        kept.rename("typed");
        assertTrue(page(page -> page.save(kept)).isEmpty());
        assertEquals("by a device", estate.inTransaction(em -> find(em).getName()));

        int now = estate.inTransaction(em -> find(em).getRevision());
        var again = new WorkerPage.Form(kept.getId(), now, "typed");
        assertEquals("typed", page(page -> page.save(again)).orElseThrow().getName());
        assertEquals("typed", estate.pull("workers", id).getJsonObject("fields").getString("name"));
    }

    /** As in a server, a transaction whose flush has failed is rolled back. */
    private <T> Optional<T> page(Function<WorkerPage, Optional<T>> work) {
        var result = new AtomicReference<Optional<T>>();
        try {
            application.request(em -> {
                result.set(work.apply(new WorkerPage(em)));
                if (result.get().isEmpty()) {
                    em.clear();
                }
                return null;
            });
        } catch (RollbackException e) {
            assertTrue(result.get().isEmpty(), e.toString());
        }
        return result.get();
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

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void old_nodes_go_on_and_what_they_update_is_numbered_by_a_statement(String provider) {
        use(provider);
        String name = "by an old node " + id;
        onOldNode(em -> em.persist(new com.example.recipes.before.Worker(name, "apac")));
        assertNull(named(name), "not yet");
        numberRows();
        long version = named(name).getJsonNumber("version").longValue();

        onOldNode(em -> em.createQuery(
                        "select w from Worker w where w.name = :name", com.example.recipes.before.Worker.class)
                .setParameter("name", name)
                .getSingleResult()
                .rename(name + "!"));
        numberRows();
        assertEquals(
                version, named(name + "!").getJsonNumber("version").longValue(), "unnoticed: no replica asks for it");

        estate.inTransaction(em -> em.createNativeQuery(script("renumber.sql")).executeUpdate());
        numberRows();
        assertTrue(named(name + "!").getJsonNumber("version").longValue() > version);
    }

    private void onOldNode(Consumer<EntityManager> work) {
        try (EntityManager em = oldNode.createEntityManager()) {
            em.getTransaction().begin();
            work.accept(em);
            em.getTransaction().commit();
        }
    }

    private JsonObject named(String name) {
        return estate.pull("workers").values().stream()
                .filter(worker -> name.equals(worker.getJsonObject("fields").getString("name")))
                .findFirst()
                .orElse(null);
    }

    private static long applied(PushResult result) {
        assertTrue(result.rejected().isEmpty() && result.conflicts().isEmpty(), () -> result.toJson()
                .toString());
        return result.applied().getJsonObject(0).getJsonNumber("version").longValue();
    }
}
