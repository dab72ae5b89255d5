package org.tidemark.sync.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;

import java.util.Comparator;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.sync.kinds.Keeps.Folder;
import org.tidemark.sync.kinds.Keeps.Sheet;

/** An application merges a child back, alone or with its parent: it is where its parent is by then. */
class KeptChildrenTest extends KeptCase {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void children_that_are_merged_along_keep_their_own_numbers(String provider) {
        use(provider, "sheets");
        UUID folder = UUID.randomUUID();
        Folder kept = application.request(em -> {
            var made = new Folder();
            made.setSyncId(folder);
            made.setTeam("red");
            var sheet = new Sheet();
            sheet.setSyncId(id);
            sheet.setFolder(made);
            made.getSheets().add(sheet);
            em.persist(made);
            return made;
        });
        long version = assertRead("red", 0);
        for (String team : new String[] {"blue", "red", "green"}) {
            kept.setTeam(team);
            kept.getSheets().get(0).setNote("in " + team);
            Folder held = stored(kept);
            kept = application.request(em -> {
                Folder merged = em.merge(held);
                merged.getSheets().sort(Comparator.comparing(Sheet::getSyncId));
                return merged;
            });
            version = assertRead(team, version);
            assertEquals(team, state(folder, "folders").getScope());
        }
        Folder last = kept;
        last.getSheets().clear();
        application.request(em -> em.merge(last));
        assertRead(null, version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_child_that_moved_with_its_parent_meanwhile_is_deleted_where_it_is(String provider) {
        use(provider, "sheets");
        UUID folder = UUID.randomUUID();
        applied(estate.push(
                added("folders", folder, "{'team': 'red', 'note': 'a', 'labels': []}"),
                added("sheets", id, "{'folder': '%s', 'note': 'a'}".formatted(folder))));
        long version = assertRead("red", 0);
        Sheet kept = application.request(em -> em.find(Sheet.class, id));
        application.request(em -> {
            em.find(Folder.class, folder).setTeam("blue");
            return null;
        });
        version = assertRead("blue", version);

        application.request(em -> {
            Sheet merged = em.merge(kept);
            merged.getFolder().getSheets().remove(merged);
            em.remove(merged);
            return null;
        });
        assertRead(null, version);
    }
}
