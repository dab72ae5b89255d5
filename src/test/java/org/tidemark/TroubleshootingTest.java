package org.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever looks for a message in docs/troubleshooting.md finds it as it is said. */
class TroubleshootingTest {

    private static final Pattern QUOTE = Pattern.compile("`([^`]+)`");

    /** What the source puts together of several lines: {@code "…" + "…"}. */
    private static final Pattern JOINT = Pattern.compile("([\"'`])\\s*\\+\\s*\\1");

    @Test
    void each_message_is_in_the_source() throws IOException {
        String source = source();
        List<String> messages = messages();
        assertTrue(messages.size() > 80, "the tables were read: " + messages);
        List<String> unknown = messages.stream()
                .filter(message -> !Stream.of(message.split("…"))
                        .map(part -> part.strip().replaceFirst("^, |^: ", ""))
                        .allMatch(source::contains))
                .toList();
        assertEquals(List.of(), unknown);
    }

    /** In the first column of the tables. */
    private static List<String> messages() throws IOException {
        List<String> messages = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("docs/troubleshooting.md"))) {
            if (line.startsWith("| ") && !line.contains("reason` and detail")) {
                Matcher quote = QUOTE.matcher(line.split(" \\| ")[0]);
                while (quote.find()) {
                    messages.add(quote.group(1));
                }
            }
        }
        return messages;
    }

    private static String source() throws IOException {
        var text = new StringBuilder();
        for (String folder : List.of("src/main/java", "src/main/webapp/tidemark")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file)).append('\n');
                }
            }
        }
        return JOINT.matcher(text).replaceAll("").replace("''", "'").replace("\\'", "'");
    }
}
