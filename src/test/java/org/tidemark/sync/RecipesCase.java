package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.added;

import com.example.recipes.Skill;
import com.example.recipes.StaffPolicy;
import com.example.recipes.Worker;
import com.example.recipes.WorkerSkill;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.PullProjection;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.capture.CapturedChanges;

/** The estate of the recipes, with rows from before Tidemark, and a node that still runs the code from before. */
abstract class RecipesCase {

    private static final Path RESOURCES = Path.of("src/test/resources/com/example/recipes");
    static final UUID WELDING = UUID.fromString("0c2f0a5e-0000-4000-8000-000000000001");

    @RegisterExtension
    static final Estates ESTATES = new Estates(RecipesCase::open);

    private static final Map<String, EntityManagerFactory> OLD_NODES = new HashMap<>();

    final UUID id = UUID.randomUUID();
    Estate estate;
    Application application;
    EntityManagerFactory oldNode;

    void use(String provider) {
        estate = ESTATES.on(provider);
        application = new Application(estate);
        oldNode = OLD_NODES.get(provider);
        numberRows();
    }

    private static Estate open(String name) {
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
    }

    static String script(String name) {
        try {
            return Files.readString(RESOURCES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void closeOldNodes() {
        OLD_NODES.values().forEach(EntityManagerFactory::close);
        OLD_NODES.clear();
    }

    /** As the background does it. */
    void numberRows() {
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

    long worker() {
        return applied(estate.push(added("workers", id, "{'name': 'Ada', 'region': 'emea'}")));
    }

    Worker find(EntityManager em) {
        return em.createQuery("select w from Worker w where w.syncId = :id", Worker.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    static long applied(PushResult result) {
        assertTrue(result.rejected().isEmpty() && result.conflicts().isEmpty(), () -> result.toJson()
                .toString());
        return result.applied().getJsonObject(0).getJsonNumber("version").longValue();
    }
}
