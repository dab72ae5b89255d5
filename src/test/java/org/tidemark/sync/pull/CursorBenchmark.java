package org.tidemark.sync.pull;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to write the cursor that goes to a client within a pass over three scopes, and to read it when it comes
 * back.
 */
@State(Scope.Benchmark)
public class CursorBenchmark {

    private final UUID epoch = UUID.randomUUID();
    private final Map<String, Long> clocks = Map.of("amer", 41_234L, "apac", 7_002L, "emea", 100_017L);
    private final PullCursor cursor = new PullCursor(
            epoch,
            "alice",
            clocks,
            0,
            LeftOut.nothing(),
            0,
            new PullCursor.Pass(clocks, Set.of("emea"), 0, "companies/emea", 55_000));

    @Benchmark
    public Object thereAndBack() {
        return PullCursor.read(cursor.text(), epoch, "alice");
    }
}
