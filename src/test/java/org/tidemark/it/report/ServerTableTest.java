package org.tidemark.it.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ServerTableTest {

    @Test
    void the_readme_says_what_the_runs_said() throws IOException {
        assertEquals(ServerTable.text(), ServerTable.published());
    }
}
