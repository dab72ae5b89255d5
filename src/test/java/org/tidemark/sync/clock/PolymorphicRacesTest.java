package org.tidemark.sync.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.modified;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Classes;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.retry.DatabaseRefusedException;

/**
 * Where subclasses have tables of their own, PostgreSQL cannot lock what a query joins, and Hibernate reads first and
 * locks after (HHH000444): what it has read may be gone by then. Pushes that meet there must still see each other.
 */
class PolymorphicRacesTest {

    private static final String COLLECTION = "joined-alone";
    private static final int PUSHES = 25;

    @Test
    void pushes_that_meet_at_a_record_with_subclasses_form_a_chain() throws Exception {
        TestUnit unit = TestUnit.of("hibernate", List.of(Kind.class, Classes.class));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Estate estate =
                        new Estate("hibernate", postgres.getJdbcUrl("postgres", "postgres"), List.of("red"), unit)) {
            UUID id = UUID.randomUUID();
            estate.push(added(COLLECTION, id, "{'team': 'red', 'note': 'first'}"));
            Map<Long, Long> bases = new ConcurrentSkipListMap<>();
            long first = version(estate, id);

            var devices = Executors.newFixedThreadPool(2);
            List<Future<?>> running = IntStream.range(0, 2)
                    .<Future<?>>mapToObj(device -> devices.submit(() -> edit(estate, id, device, bases)))
                    .toList();
            devices.shutdown();
            for (Future<?> one : running) {
                one.get();
            }

            assertEquals(2 * PUSHES, bases.size(), "each was told a version of its own");
            long last = first;
            for (Map.Entry<Long, Long> applied : bases.entrySet()) {
                assertEquals(last, applied.getValue(), "what version " + applied.getKey() + " is based on");
                last = applied.getKey();
            }
            assertEquals(last, version(estate, id));
        }
    }

    /** Edits what is there, and once more where somebody else was faster, or the database chose him. */
    private static void edit(Estate estate, UUID id, int device, Map<Long, Long> bases) {
        for (int done = 0; done < PUSHES; ) {
            long base = version(estate, id);
            String fields = "{'team': 'red', 'note': 'edit " + done + " of " + device + "'}";
            try {
                var answer = estate.push(modified(COLLECTION, id, base, fields)).toJson();
                if (answer.getJsonArray("conflicts").isEmpty()) {
                    bases.put(
                            answer.getJsonArray("applied")
                                    .getJsonObject(0)
                                    .getJsonNumber("version")
                                    .longValue(),
                            base);
                    done++;
                }
            } catch (RuntimeException e) {
                RuntimeException reason = DatabaseRefusedException.of(e);
                if (!(reason instanceof DatabaseRefusedException refused) || !refused.isTransient()) {
                    throw reason;
                }
            }
        }
    }

    private static long version(Estate estate, UUID id) {
        return estate.pull(COLLECTION, id).getJsonNumber("version").longValue();
    }
}
