package org.tidemark.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of docs/java-client.md is in the program that {@code JavaClientIT} runs. */
class ManualTest {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java PhoneNumbers\\n(.*?)^```");

    @Test
    void each_block_of_the_example_is_in_the_program() throws IOException {
        String program = squeezed(Files.readString(Path.of("src/test/java/com/example/client/PhoneNumbers.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("docs/java-client.md")))
                .results()
                .map((MatchResult one) -> one.group(1))
                .toList();
        assertEquals(5, blocks.size());
        blocks.forEach(block -> assertTrue(program.contains(squeezed(block)), block));
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
