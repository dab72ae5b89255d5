package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.config.Setting;
import org.tidemark.json.Json;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.Conflict.Side;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.access.Roles;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.push.Author;
import org.tidemark.sync.push.ConflictQuota;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Opens a closed conflict again: as a new one, of the side that lost with the record as it is now. The closed one stays
 * as it is, with who decided it.
 *
 * <p>See docs/protocol.md, P183.
 */
@Stateless
public class ConflictReopening {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ServerFacts server;

    /**
     * The new conflict's id.
     *
     * @param which side is to be looked at again; null for the one that lost
     */
    public UUID reopen(Caller caller, UUID id, LostSide.Which which) {
        ConflictEntry closed = em.find(ConflictEntry.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (closed == null || !server.mayResolve(caller, closed)) {
            throw Refusal.notFound("There is no conflict " + id + ".");
        }
        CurrentRecord now;
        try {
            now = server.serverSide(closed.key()).orElseGet(() -> gone(closed));
        } catch (UnreadableException e) {
            throw moved("The server cannot read the record: its row has to be repaired first.", closed);
        }
        boolean isNowhere = closed.scope().isEmpty() && "".equals(now.scope());
        if (!now.isWithin(server.readableScopes(caller)) && !isNowhere) {
            throw Refusal.notFound("The record of this conflict is where you may not read it.");
        }
        refuseUnlessOwn(caller, closed, which);
        UUID again = reopen(em, registry, closed, now, which, Instant.now().truncatedTo(ChronoUnit.MICROS));
        AuditLog.of(em, caller.user(), null).reopened(id, again, closed.key(), now.scope());
        return again;
    }

    static UUID reopen(
            EntityManager em,
            CollectionRegistry registry,
            ConflictEntry closed,
            CurrentRecord now,
            LostSide.Which which,
            Instant at) {
        refuseUnlessOver(em, closed, at);
        var lost = side(closed, which);
        Set<String> readOnly = registry.find(closed.key().collection())
                .map(ConflictReopening::readOnly)
                .orElse(Set.of());
        Conflict again = lost.against(now, readOnly, at)
                .orElseThrow(() -> moved("Nothing of this side is missing in the record.", closed));
        var full = new ConflictQuota(em, new Author(lost.user(), null)).refusal(again);
        if (full.isPresent()) {
            throw moved(full.get(), closed);
        }
        em.persist(new ConflictEntry(again, now.scope(), null, lost.user()).reopening(closed.id()));
        return again.id();
    }

    /** The new conflict belongs to who made the side: who is no steward would open what they may not see. */
    private static void refuseUnlessOwn(Caller caller, ConflictEntry closed, LostSide.Which which) {
        boolean isOwn = side(closed, which).user().equals(caller.user());
        if (closed.status() == ConflictEntry.Status.SETTLED && !isOwn && !caller.isInRole(Roles.STEWARD)) {
            throw moved("This side is somebody else's: they or a steward can open it again.", closed);
        }
    }

    private static LostSide side(ConflictEntry closed, LostSide.Which which) {
        return LostSide.of(closed, which == null ? LostSide.lost(closed.outcome()) : which);
    }

    /** Gone without a trace: its deletion was purged. */
    private static CurrentRecord gone(ConflictEntry closed) {
        return new CurrentRecord(closed.scope(), new Side(closed.serverVersion(), null, null, true, null));
    }

    private static Set<String> readOnly(SyncCollection collection) {
        Set<String> names = new HashSet<>(collection.mergeRules().readOnly());
        names.addAll(collection.fixed());
        return names;
    }

    private static void refuseUnlessOver(EntityManager em, ConflictEntry closed, Instant now) {
        if (closed.status() != ConflictEntry.Status.SETTLED) {
            throw moved("Only a conflict that was decided can be opened again.", closed);
        }
        int days = Setting.REOPEN_DAYS.number();
        if (closed.settledAt().isBefore(now.minus(Duration.ofDays(days)))) {
            throw moved("It was decided more than " + days + " days ago: edit the record instead.", closed);
        }
        Optional<ConflictEntry> open = em.createQuery(
                        "select c from ConflictEntry c where c.reopens = :id and c.status = :open", ConflictEntry.class)
                .setParameter("id", closed.id().toString())
                .setParameter("open", ConflictEntry.Status.OPEN)
                .getResultStream()
                .findFirst();
        if (open.isPresent()) {
            throw moved("It is open again already.", open.get());
        }
    }

    private static Refusal moved(String why, ConflictEntry conflict) {
        JsonObject shown = conflict.toJson();
        return Refusal.conflictMoved(
                why, Json.createObjectBuilder(shown).remove("resolution").build());
    }
}
