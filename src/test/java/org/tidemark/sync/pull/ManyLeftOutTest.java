package org.tidemark.sync.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.sync.Estate.deleted;
import static org.tidemark.sync.Estate.modified;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.protocol.Change;
import org.tidemark.sync.kinds.failing.Fragile;

/** Where a pull has left many records out, the later ones are cheap, and bring within some pulls what was mended. */
class ManyLeftOutTest extends UnreadableCase {

    private static final int MANY = 100;

    private List<UUID> bad;
    private PassReader reader;

    /** A replica that got nothing but {@code good} records. */
    private List<UUID> leaveOut(String provider) throws Exception {
        open(provider);
        bad = new ArrayList<>(add(MANY));
        List<UUID> good = add(5);
        spoilAll(bad, "code = 'secret'");
        reader = reader(new RangeCache(), 5000);
        pull();
        assertEquals(MANY, reader.leftOut());
        assertEquals(texts(good), reader.records().keySet());
        return good;
    }

    private void pull() {
        while (reader.readPage()) {}
    }

    private void mend(List<UUID> ids) {
        spoilAll(ids, "code = 'c'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void a_later_pull_tries_some(String provider) throws Exception {
        leaveOut(provider);
        for (int pulls = 0; pulls < 6; pulls++) {
            Fragile.Codes.REFUSED.set(0);
            pull();
            int refused = Fragile.Codes.REFUSED.get();
            assertTrue(refused <= 3 * LeftOutReader.ENOUGH, () -> "refused " + refused);
            assertEquals(MANY, reader.leftOut());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void each_that_is_mended_comes_within_a_turn(String provider) throws Exception {
        List<UUID> all = leaveOut(provider);
        Collections.shuffle(bad, new Random(7));
        while (!bad.isEmpty()) {
            List<UUID> mended = bad.subList(0, Math.min(40, bad.size()));
            mend(mended);
            all.addAll(mended);
            mended.clear();
            for (int pulls = 0; pulls < MANY / LeftOutReader.ENOUGH; pulls++) {
                pull();
            }
            assertEquals(texts(all), reader.records().keySet());
            assertEquals(bad.size(), reader.leftOut());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void all_that_are_mended_come_at_once_and_what_is_changed_too(String provider) throws Exception {
        List<UUID> all = leaveOut(provider);
        pull();
        // Those that were tried, and those whose turn it is not.
        List<UUID> some =
                IntStream.range(0, MANY / 10).mapToObj(i -> bad.get(10 * i)).toList();
        mend(some);
        estate.push(some.stream()
                .map(id -> modified("fragile", id, 1 + bad.indexOf(id), "{'note': 'b'}"))
                .toArray(Change[]::new));
        pull();
        all.addAll(some);
        assertEquals(texts(all), reader.records().keySet());

        bad.removeAll(some);
        mend(bad);
        all.addAll(bad);
        pull();
        assertEquals(texts(all), reader.records().keySet());
        assertTrue(reader.isWhole());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void what_has_gone_is_forgotten_before_its_turn(String provider) throws Exception {
        leaveOut(provider);
        pull();
        List<UUID> gone =
                IntStream.range(0, MANY / 2).mapToObj(i -> bad.get(2 * i)).toList();
        mend(gone);
        estate.push(gone.stream()
                .map(id -> deleted("fragile", id, 1 + bad.indexOf(id)))
                .toArray(Change[]::new));
        pull();
        assertEquals(MANY - gone.size(), reader.leftOut());
    }
}
