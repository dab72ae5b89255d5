package org.tidemark.it.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.tidemark.it.server.ServerKind;

/**
 * With {@code -Dservers.docs=true} a run of the integration tests is a row of {@link ServerTable}. A server and its
 * version, Java and a database have one row. A run of chosen tests does not take the row of a whole run.
 */
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
        var run = new ServerTable.Run(
                server.title(),
                System.getProperty("tidemark.it.version"),
                Runtime.version().feature(),
                System.getProperty("tidemark.it.database"),
                suite(),
                passed,
                failed,
                LocalDate.now(ZoneOffset.UTC).toString());
        try {
            if (!ServerTable.add(server.profile(), run)) {
                System.out.println("docs/servers/runs has a run of more tests; this one is not written.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Maven was told to choose; else all of them. */
    private static String suite() {
        String stories = System.getProperty("tidemark.it.stories");
        return System.getProperty("it.test", ServerTable.ALL) + (stories == null ? "" : " (" + stories + ")");
    }
}
