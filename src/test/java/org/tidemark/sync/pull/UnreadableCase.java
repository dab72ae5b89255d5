package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.tidemark.log.Told;
import org.tidemark.protocol.Change;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.failing.Fragile;

/** Records of which some rows cannot be read by JPA, and what the log tells of them. */
abstract class UnreadableCase {

    private static final Logger LOG = Logger.getLogger(UnreadableRecords.class.getName());

    private static final UUID EPOCH = UUID.randomUUID();

    private final Told ear = new Told();
    final List<String> told = ear.lines();

    Estate estate;

    void open(String provider) {
        TestUnit unit = TestUnit.of(provider + "-fragile", List.of(Kind.class, Fragile.class));
        estate = new Estate(provider, Estate.h2(provider), List.of("red", "blue"), unit);
        LOG.addHandler(ear);
    }

    @AfterEach
    void close() throws Exception {
        LOG.removeHandler(ear);
        Fragile.Codes.FAILURES.set(0);
        estate.close();
    }

    List<UUID> add(int count) {
        List<UUID> ids = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(UUID.randomUUID());
            changes.add(added(
                    "fragile",
                    ids.get(i),
                    "{'team': 'red', 'note': 'a', 'colour': 'RED', 'code': 'c', 'paint': {'inner': 'RED'},"
                            + " 'shades': ['RED'], 'mood': 'fine'}"));
        }
        assertEquals(
                count, estate.push(changes.toArray(Change[]::new)).applied().size());
        return ids;
    }

    void spoil(String update, UUID id) {
        int spoilt = estate.inTransaction(em -> {
            String which = update.contains("_colours") ? " thing = '" : " id = '";
            return em.createNativeQuery(update + which + id + "'").executeUpdate();
        });
        assertEquals(1, spoilt);
    }

    void spoilAll(List<UUID> ids) {
        spoilAll(ids, "colour = 'secret'");
    }

    void spoilAll(List<UUID> ids, String values) {
        String all = ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", "));
        int spoilt = estate.inTransaction(
                em -> em.createNativeQuery("update fragile set " + values + " where id in (" + all + ")")
                        .executeUpdate());
        assertEquals(ids.size(), spoilt);
    }

    void repairAll() {
        estate.inTransaction(em -> em.createNativeQuery("update fragile set colour = 'RED' where colour = 'secret'")
                .executeUpdate());
    }

    PassReader reader() {
        return reader(new RangeCache(), 7);
    }

    /** All of one epoch: they share ranges. */
    PassReader reader(RangeCache ranges, int page) {
        return new PassReader(estate, ranges, EPOCH, page, "fragile", () -> Set.of("red"));
    }

    Set<String> pages() {
        var reader = reader();
        while (reader.readPage()) {}
        return reader.records().keySet();
    }

    static Set<String> texts(List<UUID> ids) {
        Set<String> texts = new HashSet<>();
        ids.forEach(id -> texts.add(id.toString()));
        return texts;
    }
}
