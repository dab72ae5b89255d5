package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.UUID;
import org.tidemark.sync.state.ChangeCount;

/** Where {@link ChangeCounter} writes: a transaction of its own. */
@Stateless
public class ChangeCounts {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    public void write(Map<ChangeCounter.Key, Long> counted, Map<ChangeCounter.Key, UUID> rows) {
        write(em, counted, rows);
    }

    static void write(EntityManager em, Map<ChangeCounter.Key, Long> counted, Map<ChangeCounter.Key, UUID> rows) {
        counted.forEach((key, changes) -> {
            UUID id = rows.get(key);
            ChangeCount row = em.find(ChangeCount.class, id);
            if (row == null) {
                row = new ChangeCount(id, key.scope(), key.collection(), key.owner(), key.beginsAt());
                em.persist(row);
            }
            row.add(changes);
        });
    }
}
