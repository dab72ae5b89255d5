package org.tidemark.it.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.tidemark.it.server.ServerKind;

/** With {@code -Dservers.docs=true} a run of the integration tests is a row of {@link ServerTable}. */
public class ServerReport implements TestExecutionListener {

    private static final boolean IS_ON = Boolean.getBoolean("servers.docs");

    private int passed;
    private int failed;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        // A class whose beginning fails is one that failed.
        if (test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            passed++;
        } else if (result.getStatus() == TestExecutionResult.Status.FAILED) {
            failed++;
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!IS_ON || passed + failed == 0 || "estate".equals(System.getProperty("tidemark.it.application"))) {
            return;
        }
        ServerKind server = ServerKind.current();
        String version = System.getProperty("tidemark.it.version");
        String database = System.getProperty("tidemark.it.database");
        var run = new ServerTable.Run(
                server.title(),
                version,
                Runtime.version().feature(),
                database,
                // What Maven was told to choose; else all of them.
                System.getProperty("it.test", "all"),
                passed,
                failed,
                LocalDate.now(ZoneOffset.UTC).toString());
        String name = server.profile() + "-" + version.split("\\.")[0] + "-" + database + ".json";
        try {
            run.write(Path.of("docs", "servers", "runs", name));
            ServerTable.update();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
