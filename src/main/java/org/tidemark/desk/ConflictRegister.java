package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tidemark.json.Json;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.sync.CurrentRecord;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.retry.UnreadableException;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.FollowUp;

/**
 * Reads the register, as far as the caller may see it: the own conflicts, and for a steward those of the readable
 * scopes. One whose scope is unknown is its owner's alone. Reads in no transaction: a record that cannot be read would
 * end it, and the list with it.
 *
 * <p>See docs/protocol.md, P130 to P138.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ConflictRegister {

    /** Characters of the conflicts whose records are read by one query. */
    private static final long PORTION_SIZE = 1 << 20;

    /** Conflicts of one record. */
    private static final int HISTORY = 100;

    /** Characters of the conflicts of one page. */
    private static final long PAGE_SIZE = 4 << 20;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private ServerFacts server;

    /**
     * A page of the list.
     *
     * @param more whether there are others after it
     */
    public record Page(List<JsonObject> conflicts, boolean more) {}

    /**
     * In the order of their detection, or the other way round; a page ends by its size as well as by its number,
     * whatever people put into their records.
     */
    public Page list(Caller caller, ConflictFilter filter, ConflictFilter.Slice slice, Allowance allowance) {
        Set<String> scopes = server.readableScopes(caller);
        List<Object[]> found = new ConflictQuery(caller, scopes, filter)
                .inOrder(em, slice)
                .select(em, "c.id, c.bodySize", Object[].class)
                .setMaxResults(slice.limit() + 1)
                .getResultList();
        List<UUID> ids = idsOfPage(found, slice.limit(), allowance);
        return new Page(shown(scopes, read(em, ids)), found.size() > ids.size());
    }

    /** In the order of the ids. */
    static List<ConflictEntry> read(EntityManager em, List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, ConflictEntry> byId = em.createQuery(
                        "select c from ConflictEntry c where c.id in :ids", ConflictEntry.class)
                .setParameter("ids", ids)
                .getResultStream()
                .collect(Collectors.toMap(ConflictEntry::id, Function.identity()));
        return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
    }

    /** Who changed a record last, and the newest of its conflicts; as far as the caller may see either. */
    public JsonObject history(Caller caller, RecordKey record, Allowance allowance) {
        var filter = ConflictFilter.of(record);
        Page page = list(caller, filter, new ConflictFilter.Slice(null, HISTORY, true), allowance);
        CurrentRecord now = current(List.of(record)).get(record);
        boolean isShown = now != null && now.isWithin(server.readableScopes(caller));
        if (!isShown && page.conflicts().isEmpty()) {
            throw Refusal.notFound("There is no record " + record.id() + " that you may read.");
        }
        var json = Json.createObjectBuilder();
        if (isShown) {
            json.add("last", Json.createObjectBuilder(now.side().toJson()).remove("fields"));
        }
        return json.add("conflicts", Json.createArrayBuilder(page.conflicts()))
                .add("more", page.more())
                .build();
    }

    /** At least one: what is larger than a page is a page. Fewer, where there is no room in the memory. */
    private static List<UUID> idsOfPage(List<Object[]> found, int limit, Allowance allowance) {
        List<UUID> ids = new ArrayList<>();
        long size = 0;
        for (Object[] row : found) {
            long one = ((Number) row[1]).longValue();
            size += one;
            if (ids.isEmpty()) {
                allowance.take(Weight.ofConflicts(one));
            } else if (ids.size() == limit || size > PAGE_SIZE || !allowance.grows(Weight.ofConflicts(one))) {
                break;
            }
            ids.add((UUID) row[0]);
        }
        return ids;
    }

    /** The conflict, if it is there and the caller may see it. */
    public Optional<ConflictEntry> find(Caller caller, UUID id, Allowance allowance) {
        em.createQuery("select c.bodySize from ConflictEntry c where c.id = :id", Long.class)
                .setParameter("id", id)
                .getResultStream()
                .forEach(size -> allowance.take(Weight.ofConflicts(size)));
        return Optional.ofNullable(em.find(ConflictEntry.class, id))
                .filter(conflict -> server.mayResolve(caller, conflict));
    }

    /**
     * The conflict; while it is open, with the server's side as it is now, since that is what a resolution would
     * replace. Where the caller may not look, the record's later states are not shown: neither that one nor what the
     * resolution wrote.
     */
    public JsonObject asItIsNow(Caller caller, ConflictEntry conflict) {
        return shown(server.readableScopes(caller), List.of(conflict)).get(0);
    }

    private List<JsonObject> shown(Set<String> readable, List<ConflictEntry> conflicts) {
        Map<UUID, FollowUp> followUps = FollowUps.of(em, conflicts);
        Map<UUID, String> devices = ReplicaDirectory.labels(em, conflicts);
        List<JsonObject> shown = new ArrayList<>();
        for (List<ConflictEntry> some : portions(conflicts)) {
            Map<RecordKey, CurrentRecord> now = current(some.stream()
                    .filter(conflict -> conflict.isOpen() || conflict.resolution() != null)
                    .map(ConflictEntry::key)
                    .distinct()
                    .toList());
            for (ConflictEntry conflict : some) {
                var json = Json.createObjectBuilder(conflict.toJson());
                conflict.replica().map(devices::get).ifPresent(label -> json.add("device", label));
                Optional.ofNullable(followUps.get(conflict.id()))
                        .ifPresent(followUp -> json.add("followUp", followUp.toJson()));
                CurrentRecord record = now.get(conflict.key());
                if (record != null && !record.isWithin(readable)) {
                    json.remove("resolution");
                } else if (record != null && conflict.isOpen()) {
                    json.add("server", record.side().toJson());
                }
                shown.add(json.build());
            }
        }
        return shown;
    }

    /** Records of large conflicts are not all held at once. */
    private static List<List<ConflictEntry>> portions(List<ConflictEntry> conflicts) {
        List<List<ConflictEntry>> portions = new ArrayList<>();
        long size = PORTION_SIZE;
        for (ConflictEntry conflict : conflicts) {
            size += conflict.size();
            if (size > PORTION_SIZE || portions.isEmpty()) {
                portions.add(new ArrayList<>());
                size = conflict.size();
            }
            portions.get(portions.size() - 1).add(conflict);
        }
        return portions;
    }

    /** One query for each collection; where one record cannot be read, each alone, so that the others are shown. */
    public Map<RecordKey, CurrentRecord> current(List<RecordKey> keys) {
        try {
            return server.serverSides(keys);
        } catch (UnreadableException one) {
            Map<RecordKey, CurrentRecord> found = new HashMap<>();
            for (RecordKey key : keys) {
                try {
                    server.serverSide(key).ifPresent(record -> found.put(key, record));
                } catch (UnreadableException e) {
                    found.put(key, CurrentRecord.UNREADABLE);
                }
            }
            return found;
        }
    }
}
