package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Desk;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.Together;
import org.tidemark.it.contract.User;

/**
 * The first promise, under load: several replicas edit the same few records as fast as they can. The applied edits of
 * a record must form one chain from its first version to its last, each based on the one before; every other edit must
 * be in a registered conflict. An edit overwritten unseen would leave a gap or a fork in the chain.
 */
@ContractTest
class NoLostUpdateIT {

    private static final int REPLICAS = 6;
    private static final int PUSHES = 25;
    private static final int RECORDS = 10;

    /** An edit that the server acknowledged as applied: what it was based on, what it became, what it said. */
    private record Edit(String id, long base, long version, String notes) {}

    /** What one replica did. */
    private record Diary(List<Edit> applied, Map<String, String> conflicts) {}

    @Test
    void every_edit_is_in_the_history_or_in_a_conflict() {
        List<Row> rows =
                Stream.generate(() -> Sample.company("emea")).limit(RECORDS).toList();
        List<Replica> replicas = IntStream.range(0, REPLICAS)
                .mapToObj(n -> Replica.abreast(n % 2 == 0 ? User.ALICE : User.BOB))
                .toList();
        Replica setting = Replica.abreast(User.ALICE);
        Outcomes added = setting.push(changes().addAll(rows));
        long seed = new Random().nextLong();

        List<Callable<Diary>> lives = IntStream.range(0, REPLICAS)
                .<Callable<Diary>>mapToObj(n -> () -> edit(replicas.get(n).pull(), rows, new Random(seed + n)))
                .toList();
        List<Diary> diaries = Together.run(lives);

        setting.pull();
        Map<String, Map<Long, Edit>> byBase = new HashMap<>();
        int count = 0;
        for (Diary diary : diaries) {
            for (Edit edit : diary.applied()) {
                count++;
                assertNull(
                        byBase.computeIfAbsent(edit.id(), id -> new HashMap<>()).put(edit.base(), edit),
                        () -> "two edits were based on one state and both applied, seed " + seed);
            }
        }
        int walked = 0;
        for (Row row : rows) {
            Map<Long, Edit> chain = byBase.getOrDefault(row.id(), Map.of());
            long version = added.applied(row);
            Edit last = null;
            while (chain.containsKey(version)) {
                last = chain.get(version);
                assertTrue(last.version() > version, "versions rise");
                version = last.version();
                walked++;
            }
            assertEquals(version, setting.held(row).version(), () -> "the chain of " + row.id() + ", seed " + seed);
            if (last != null) {
                assertEquals(last.notes(), setting.held(row).row().fields().getString("notes"));
            }
        }
        assertEquals(count, walked, () -> "every applied edit is on its chain, seed " + seed);
        assertTrue(count > RECORDS, "the race took place");
        diaries.forEach(diary -> diary.conflicts().forEach((conflict, notes) -> {
            JsonObject registered = new Desk(User.CAROL).get(conflict);
            assertEquals(
                    notes,
                    registered.getJsonObject("client").getJsonObject("fields").getString("notes"));
        }));
    }

    private static Diary edit(Replica replica, List<Row> rows, Random random) {
        Diary diary = new Diary(new ArrayList<>(), new HashMap<>());
        for (int push = 0; push < PUSHES; push++) {
            Map<Row, Replica.Held> bases = new HashMap<>();
            Map<Row, Row> edits = new HashMap<>();
            Changes changes = changes();
            for (int i = 0; i < 3; i++) {
                Row row = rows.get(random.nextInt(rows.size()));
                if (!bases.containsKey(row)) {
                    Replica.Held held = replica.held(row);
                    Row edited = held.row().with("notes", Sample.unique("Edit"));
                    bases.put(row, held);
                    edits.put(row, edited);
                    changes.modify(held.row(), held.version(), edited);
                }
            }
            Outcomes outcomes = replica.push(changes);
            edits.forEach((row, edited) -> {
                String notes = edited.fields().getString("notes");
                if (outcomes.placeOf(row).equals("applied")) {
                    long version = outcomes.applied(row);
                    diary.applied().add(new Edit(row.id(), bases.get(row).version(), version, notes));
                } else {
                    JsonObject conflict = outcomes.conflict(row, "modified-modified");
                    assertNotNull(conflict.getString("id"));
                    diary.conflicts().put(conflict.getString("id"), notes);
                }
            });
            replica.pull();
        }
        return diary;
    }
}
