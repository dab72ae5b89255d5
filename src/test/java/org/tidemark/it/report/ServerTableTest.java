package org.tidemark.it.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServerTableTest {

    @Test
    void the_readme_says_what_the_runs_said() throws IOException {
        assertEquals(ServerTable.text(), ServerTable.published());
    }

    @Test
    void chosen_tests_do_not_take_the_row_of_a_whole_run() {
        assertFalse(run("SignInIT", 20).replaces(run(ServerTable.ALL, 10)));
        assertFalse(run("SignInIT", 9).replaces(run("SignInIT,PullIT", 10)));
        assertTrue(run("SignInIT", 10).replaces(run("SignInIT", 10)));
        assertTrue(run(ServerTable.ALL, 9).replaces(run("SignInIT", 10)));
        assertTrue(run(ServerTable.ALL, 9).replaces(run(ServerTable.ALL, 10)));
    }

    private static ServerTable.Run run(String suite, int passed) {
        return new ServerTable.Run("Payara Micro", "6.1", 17, "h2", suite, passed, 0, "2026-12-01");
    }
}
