package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.modified;

import com.example.recipes.Worker;
import com.example.recipes.WorkerPage;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.RollbackException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of docs/adopting.md for code that goes on beside Tidemark: its pages, and nodes of the old version. */
class RecipesBesideTidemarkTest extends RecipesCase {

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
}
