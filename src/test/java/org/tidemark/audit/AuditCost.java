package org.tidemark.audit;

import jakarta.persistence.Entity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.tidemark.protocol.Change;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;

/**
 * How much longer a push of 1,000 changes takes with the audit log than without, by turns in one run.
 *
 * <pre>
 * mvn exec:java -Dexec.mainClass=org.tidemark.audit.AuditCost -Dexec.classpathScope=test
 * </pre>
 */
public final class AuditCost {

    /** Few fields: the rows of the log weigh as much as they can. */
    @Entity(name = "visit")
    @Synchronised(collection = "visits", scope = "team")
    public static class Visit extends Kind {}

    private static final int CHANGES = 1000;
    private static final int WARM_UP = 6;
    private static final int TURNS = 15;

    private AuditCost() {}

    public static void main(String[] args) throws Exception {
        var databases = new Databases();
        databases.beforeAll(null);
        for (String combination : Databases.all().toList()) {
            TestUnit unit = TestUnit.of(Databases.provider(combination) + "-cost", List.of(AuditCost.class));
            try (Estate estate = databases.estate(combination, "cost", List.of("red"), unit)) {
                measure(combination, estate);
            }
        }
        databases.afterAll(null);
        System.exit(0);
    }

    private static void measure(String combination, Estate estate) {
        List<Long> without = new ArrayList<>();
        List<Long> with = new ArrayList<>();
        for (int i = 0; i < WARM_UP + TURNS; i++) {
            long off = push(estate, false);
            long on = push(estate, true);
            if (i >= WARM_UP) {
                without.add(off);
                with.add(on);
            }
        }
        System.out.printf(
                "%-28s without %4d ms, with %4d ms, ratio %.2f%n",
                combination, median(without), median(with), (double) median(with) / median(without));
    }

    private static long push(Estate estate, boolean isAudited) {
        System.setProperty("tidemark.audit", Boolean.toString(isAudited));
        Change[] changes = IntStream.range(0, CHANGES)
                .mapToObj(i -> Estate.added("visits", UUID.randomUUID(), "{'team': 'red', 'note': 'n'}"))
                .toArray(Change[]::new);
        long begin = System.nanoTime();
        int applied = estate.push(changes).applied().size();
        long took = (System.nanoTime() - begin) / 1_000_000;
        if (applied != CHANGES) {
            throw new IllegalStateException(applied + " were applied");
        }
        return took;
    }

    private static long median(List<Long> all) {
        Collections.sort(all);
        return all.get(all.size() / 2);
    }
}
