package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The stories in {@code src/test/browser}, told in a real browser against the deployed server. They are JavaScript, like
 * what they drive; here they get the server and their place in the build.
 */
@ExtendWith(ServerExtension.class)
class BrowserE2E {

    private static final Path STORIES = Path.of("src/test/browser");

    @BeforeAll
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    static void getABrowser(Server server) throws Exception {
        assertEquals(0, node(server, STORIES.resolve("binary.js").toString()), "no browser can be had");
    }

    @TestFactory
    Stream<DynamicTest> stories(Server server) throws IOException {
        try (Stream<Path> files = Files.list(STORIES)) {
            List<Path> stories = files.filter(file -> file.toString().endsWith(".e2e.js"))
                    .sorted()
                    .toList();
            return stories.stream()
                    .map(story -> DynamicTest.dynamicTest(story.getFileName().toString(), () -> tell(server, story)));
        }
    }

    /**
     * A story that fails is told once more, and the first failure stays in the output: on a machine that is busy with other things a
     * browser lets a page wait longer than a story does. What is broken fails twice.
     */
    private static void tell(Server server, Path story) throws Exception {
        if (toldBy(server, story) != 0) {
            System.out.println("FAILED, and is told once more: " + story);
            assertEquals(0, toldBy(server, story), "node says above what is wrong with " + story);
        }
    }

    private static int toldBy(Server server, Path story) throws Exception {
        return node(server, "--test", "--test-reporter=spec", "--test-reporter-destination=stdout", story.toString());
    }

    /** Passes the output on by line: what a process writes past Maven to the console garbles Maven's own talk. */
    private static int node(Server server, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("node").redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        // By name, as people type it: a page of 127.0.0.1 is another origin.
        builder.environment()
                .put("TIDEMARK_URL", "http://localhost:" + server.base().getPort());
        Process process = builder.start();
        process.getOutputStream().close();
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(System.out::println);
        } finally {
            process.destroy();
        }
        return process.waitFor();
    }
}
