package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * The stories in {@code src/test/browser}, told in a real browser against the deployed server. They are JavaScript,
 * like what they drive; here they get the server and their place in the build.
 */
@ExtendWith(ServerExtension.class)
class BrowserE2E {

    /** More than one in the CI, where what fails once is named; see CONTRIBUTING.md. */
    private static final int ATTEMPTS = Integer.getInteger("tidemark.it.attempts", 1);

    private static final Path FLAKES = Path.of("target/flaky-stories.txt");
    private static final Path STORIES = Path.of("src/test/browser");

    @BeforeAll
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    static void getABrowser(Server server) throws Exception {
        getABrowser(server.base());
    }

    static void getABrowser(URI base) throws Exception {
        assertEquals(
                0,
                node(
                        base,
                        Map.of(),
                        new ArrayList<>(),
                        STORIES.resolve("binary.js").toString()),
                "no browser can be had");
    }

    @TestFactory
    Stream<DynamicTest> stories(Server server) throws IOException {
        try (Stream<Path> files = Files.list(STORIES)) {
            List<Path> stories = files.filter(BrowserE2E::isToBeTold).sorted().toList();
            return stories.stream()
                    .map(story -> DynamicTest.dynamicTest(story.getFileName().toString(), () -> tell(server, story)));
        }
    }

    /** All of them, or those that {@code -Dtidemark.it.stories=place,conflict} names. */
    private static boolean isToBeTold(Path file) {
        String name = file.getFileName().toString();
        String told = System.getProperty("tidemark.it.stories");
        return name.endsWith(".e2e.js")
                && (told == null || List.of(told.split(",")).contains(name.replace(".e2e.js", "")));
    }

    private static void tell(Server server, Path story) throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<String> said = new ArrayList<>();
            int status = tell(server.base(), story, Map.of(), said);
            if (status == 0) {
                return;
            }
            String faults = story + "\n" + String.join("\n", faultsOf(said));
            assertTrue(attempt < ATTEMPTS, faults);
            Files.writeString(FLAKES, faults + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** From where the reporter repeats what has failed: a summary of the build shows little else. */
    private static List<String> faultsOf(List<String> said) {
        int faults = said.stream().map(String::strip).toList().indexOf("✖ failing tests:");
        return said.subList(Math.max(faults, 0), said.size());
    }

    /** @param environment what this story has to know beside the server */
    static int tell(URI base, Path story, Map<String, String> environment, List<String> said) throws Exception {
        return node(
                base,
                environment,
                said,
                "--test",
                "--test-reporter=spec",
                "--test-reporter-destination=stdout",
                story.toString());
    }

    /** Passes the output on by line: what a process writes past Maven to the console garbles Maven's own talk. */
    private static int node(URI base, Map<String, String> environment, List<String> said, String... arguments)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder("node").redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        // By name, as people type it: a page of 127.0.0.1 is another origin.
        builder.environment().putAll(environment);
        builder.environment().put("TIDEMARK_URL", base.toString().replace("127.0.0.1", "localhost"));
        Process process = builder.start();
        process.getOutputStream().close();
        try (BufferedReader output = process.inputReader()) {
            output.lines().peek(said::add).forEach(System.out::println);
        } finally {
            process.destroy();
        }
        return process.waitFor();
    }
}
