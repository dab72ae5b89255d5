package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tidemark.json.Json;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.FollowUp;

/**
 * Notes, reviews and assignments of conflicts, by whoever may resolve them.
 *
 * <p>See docs/protocol.md, P182.
 */
@Stateless
public class FollowUps {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    /**
     * What is to change; what is null stays.
     *
     * @param note empty to remove it
     * @param was the note that was on screen, or null: whatever stands there
     * @param assignee empty for nobody
     */
    public record Changes(String note, String was, Boolean reviewed, String assignee) {}

    public void change(Caller caller, UUID id, Changes changes) {
        // Under the conflict's lock, so that two who are the first to write something do not collide.
        ConflictEntry conflict = em.find(ConflictEntry.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (conflict == null || !server.mayResolve(caller, conflict)) {
            throw Refusal.notFound("There is no conflict " + id + ".");
        }
        if (!apply(em, caller.user(), id, changes)) {
            throw Refusal.conflictMoved("Somebody else has written a note meanwhile.", shown(conflict));
        }
    }

    private JsonObject shown(ConflictEntry conflict) {
        return Json.createObjectBuilder(conflict.toJson())
                .remove("resolution")
                .add("followUp", followUp(conflict.id()).toJson())
                .build();
    }

    private FollowUp followUp(UUID id) {
        FollowUp known = em.find(FollowUp.class, id);
        return known == null ? new FollowUp(id) : known;
    }

    /**
     * Writes it.
     *
     * @return false, and nothing is: another note stands there than the one that was on screen
     */
    static boolean apply(EntityManager em, String by, UUID id, Changes changes) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        FollowUp followUp = em.find(FollowUp.class, id);
        String note = followUp == null ? "" : followUp.note();
        if (changes.was() != null && changes.note() != null && !note.equals(changes.was())) {
            return note.equals(changes.note());
        }
        if (followUp == null) {
            followUp = new FollowUp(id);
            em.persist(followUp);
        }
        if (changes.note() != null) {
            followUp.note(changes.note(), by, now);
        }
        if (changes.reviewed() != null) {
            followUp.reviewed(changes.reviewed(), by, now);
        }
        if (changes.assignee() != null) {
            followUp.assign(changes.assignee(), by, now);
        }
        return true;
    }

    /** By conflict. */
    static Map<UUID, FollowUp> of(EntityManager em, List<ConflictEntry> conflicts) {
        return conflicts.isEmpty()
                ? Map.of()
                : em.createQuery("select f from FollowUp f where f.conflict in :ids", FollowUp.class)
                        .setParameter(
                                "ids", conflicts.stream().map(ConflictEntry::id).toList())
                        .getResultStream()
                        .collect(Collectors.toMap(FollowUp::conflict, Function.identity()));
    }
}
