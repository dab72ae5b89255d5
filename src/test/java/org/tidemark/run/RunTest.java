package org.tidemark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * How {@code mvn -Prun} ends, however it is ended. A shell stands for Maven, and a class that answers 401 for the
 * server: what is tested is who stops whom, with the files that are run.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RunTest {

    /** Says its process id and serves; the first one hangs, if it is told to. */
    private static final String SERVER = """
            package fish.payara.micro;
            public class PayaraMicro {
                public static void main(String[] arguments) throws Exception {
                    var options = java.util.List.of(arguments);
                    var folder = java.nio.file.Path.of(options.get(options.indexOf("--rootdir") + 1)).getParent();
                    java.nio.file.Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + "\\n");
                    var hang = folder.resolve("hang");
                    if (java.nio.file.Files.deleteIfExists(hang)) Thread.sleep(Long.MAX_VALUE);
                    int port = Integer.parseInt(options.get(options.indexOf("--port") + 1));
                    var server = com.sun.net.httpserver.HttpServer.create(
                            new java.net.InetSocketAddress("127.0.0.1", port), 0);
                    server.createContext("/api", exchange -> {
                        exchange.sendResponseHeaders(401, -1);
                        exchange.close();
                    });
                    server.start();
                }
            }
            """;

    @TempDir
    private Path folder;

    private final List<ProcessHandle> started = new ArrayList<>();
    private Path jar;

    @BeforeEach
    void makeTheServer() throws IOException {
        Path source =
                Files.createDirectories(folder.resolve("fish/payara/micro")).resolve("PayaraMicro.java");
        Files.writeString(source, SERVER);
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()));
        jar = folder.resolve("server.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang java.base/java.net");
        manifest.getMainAttributes().putValue("Add-Exports", "java.base/jdk.internal.ref");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(file, manifest)) {
            for (Path part : Files.list(source.getParent())
                    .filter(part -> part.toString().endsWith(".class"))
                    .toList()) {
                content.putNextEntry(new ZipEntry("fish/payara/micro/" + part.getFileName()));
                Files.copy(part, content);
            }
        }
    }

    @AfterEach
    void leaveNothing() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void the_server_stops_when_Maven_is_ended() throws Exception {
        Running running = start(60);
        running.maven().destroy();
        running.assertGone();
    }

    @Test
    void the_server_stops_when_Maven_is_killed() throws Exception {
        Running running = start(60);
        running.maven().destroyForcibly();
        running.assertGone();
    }

    @Test
    void the_server_stops_when_what_started_it_is_killed() throws Exception {
        Running running = start(60);
        running.run().destroyForcibly();
        running.assertGone();
    }

    @Test
    void a_start_that_hangs_is_noticed_and_repeated() throws Exception {
        Files.createFile(folder.resolve("hang"));
        Running running = start(15);
        assertTrue(Files.readString(folder.resolve("out")).contains("it is started again"));
        running.maven().destroy();
        running.assertGone();
    }

    private record Running(ProcessHandle maven, ProcessHandle run, ProcessHandle server) {
        void assertGone() throws Exception {
            server.onExit().get(1, TimeUnit.MINUTES);
            run.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    /** @param silence in seconds, longer than the machine may need to start a process while it is busy */
    private Running start(int silence) throws Exception {
        Path out = folder.resolve("out");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = String.join(
                " ",
                java,
                "-Dtidemark.run.silence=" + silence,
                "src/run/Run.java",
                jar.toString(),
                "none.war",
                "none.txt",
                Integer.toString(freePort()),
                folder.resolve("data").toString(),
                folder.resolve("server.log").toString(),
                "src/run/Server.java");
        // The second command keeps the shell from becoming the first one.
        Process maven = new ProcessBuilder("sh", "-c", command + "; true")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        started.add(maven.toHandle());
        while (!Files.exists(out) || !Files.readString(out).contains("is ready")) {
            assertTrue(maven.isAlive(), () -> "it ended: " + said(out));
            maven.waitFor(50, TimeUnit.MILLISECONDS);
        }
        ProcessHandle run = maven.children().findFirst().orElseThrow();
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        started.addAll(List.of(run, server));
        return new Running(maven.toHandle(), run, server);
    }

    private static String said(Path out) {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
