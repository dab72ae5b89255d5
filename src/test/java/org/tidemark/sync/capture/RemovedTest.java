package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.sync.kinds.Keeps.Folder;

/** What an application removes, and keeps, restores or makes anew after all, and what its queries write or remove. */
class RemovedTest extends KeptCase {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_removed_and_kept_after_all_stays(String provider) {
        use(provider, "folders");
        long version = pushFolder();
        application.request(em -> {
            Folder folder = em.find(Folder.class, id);
            em.remove(folder);
            em.persist(folder);
            folder.setNote("b");
            return null;
        });
        assertRead("red", version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_restored_after_its_deletion_goes_on_from_there(String provider) {
        use(provider, "folders");
        Folder kept = persistFolder();
        long version = assertRead("red", 0);
        application.request(em -> {
            em.remove(em.merge(kept));
            return null;
        });
        version = assertRead(null, version);

        Folder again = folder("blue");
        again.getSync().restore(kept.getSync());
        again.getSync().changed("red", 1_000_000, java.time.Instant.now(), "copied");
        Folder copy = stored(again);
        application.request(em -> {
            em.persist(copy);
            return null;
        });
        version = assertRead("blue", version);
        assertTrue(version < 1_000_000, "the number is the server's: " + version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_is_deleted_and_made_anew_at_once_leaves_the_scope_where_it_was(String provider) {
        use(provider, "folders");
        long version = pushFolder();
        application.request(em -> {
            em.remove(em.find(Folder.class, id));
            em.flush();
            em.clear();
            em.persist(folder("green"));
            return null;
        });
        assertRead("green", version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_queries_write_counts_as_the_row_says(String provider) {
        use(provider, "folders");
        Folder kept = persistFolder();
        long version = assertRead("red", 0);
        application.request(em -> {
            em.createQuery("update folder f set f.team = 'blue' where f.id = :id")
                    .setParameter("id", id)
                    .executeUpdate();
            application.told("folders", id, Kind.MODIFIED);
            return null;
        });
        version = assertRead("blue", version);
        application.request(em -> {
            application.told("folders", id, Kind.DELETED);
            em.createQuery("delete from folder f where f.id = :id")
                    .setParameter("id", kept.getId())
                    .executeUpdate();
            return null;
        });
        assertRead(null, version);
    }
}
