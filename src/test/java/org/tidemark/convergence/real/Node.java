package org.tidemark.convergence.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tidemark.convergence.inside.CompanyRule;
import org.tidemark.convergence.inside.ContactRule;
import org.tidemark.convergence.inside.Levers;
import org.tidemark.convergence.inside.TablePolicy;
import org.tidemark.convergence.inside.TableRule;
import org.tidemark.convergence.inside.Writer;
import org.tidemark.it.server.Ports;
import org.tidemark.it.server.TestDatabase;

/** A server with the WAR that Maven packed, and a few classes in it by which a history can pull the levers. */
final class Node implements AutoCloseable {
    private static final long LONGEST_START_SECONDS = 240;
    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9990;
    private static final List<Class<?>> INSIDE = List.of(
            TablePolicy.class, TableRule.class, CompanyRule.class, ContactRule.class, Levers.class, Writer.class);

    private final int port;
    private final Process process;
    private final Path log;

    private Node(Path folder, int port, TestDatabase database, ProcessBuilder builder) throws IOException {
        this.port = port;
        // Not as options: the script of one server hands those to a shell, for which an address of H2 is two commands.
        Map<String, String> environment = builder.environment();
        environment.put("TIDEMARK_DEMO", "true");
        environment.put("TIDEMARK_DB_URL", database.url());
        environment.put("TIDEMARK_DB_USER", database.user());
        environment.put("TIDEMARK_DB_PASSWORD", database.password());
        log = folder.resolve("server.log");
        System.out.println("The server's log is " + log);
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        awaitReady();
    }

    static Node payara(Path target, TestDatabase database) {
        try {
            Path folder = folder(target, "payara-");
            int port = Ports.free();
            List<String> command = List.of(
                    java("bin", "java"),
                    "-Xmx768m",
                    "-jar",
                    target.resolve("servers/payara-micro.jar").toString(),
                    "--nohazelcast",
                    "--disablephonehome",
                    "--rootdir",
                    folder.resolve("root").toString(),
                    "--prebootcommandfile",
                    Path.of("src/servers/payara/pre-boot.txt").toString(),
                    "--port",
                    Integer.toString(port),
                    "--contextroot",
                    "/",
                    "--deploy",
                    instrumented(target, folder, folder.resolve("tidemark.war")).toString());
            return new Node(folder, port, database, new ProcessBuilder(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Node wildfly(Path target, TestDatabase database) {
        try {
            Path folder = folder(target, "wildfly-");
            Path home = target.resolve("servers/wildfly").toAbsolutePath();
            Path standalone = folder.resolve("standalone");
            Path configuration = Files.createDirectories(standalone.resolve("configuration"));
            try (Stream<Path> files = Files.list(home.resolve("standalone/configuration"))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, configuration.resolve(file.getFileName()));
                }
            }
            instrumented(
                    target,
                    folder,
                    Files.createDirectories(standalone.resolve("deployments")).resolve("ROOT.war"));
            int offset = Ports.freeOffset(HTTP, MANAGEMENT);
            ProcessBuilder builder = new ProcessBuilder(
                    home.resolve("bin/standalone.sh").toString(),
                    "--yaml=" + Path.of("src/servers/wildfly/tidemark.yaml").toAbsolutePath());
            builder.environment().put("JAVA_HOME", java());
            builder.environment()
                    .put(
                            "JAVA_OPTS",
                            "-Xmx768m -Djboss.server.base.dir=" + standalone + " -Djboss.socket.binding.port-offset="
                                    + offset);
            return new Node(folder, HTTP + offset, database, builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java(String... below) {
        return Path.of(System.getProperty("java.home"), below).toString();
    }

    private static Path folder(Path target, String name) throws IOException {
        return Files.createTempDirectory(Files.createDirectories(target.resolve("convergence")), name)
                .toAbsolutePath();
    }

    private static Path instrumented(Path target, Path folder, Path to) throws IOException {
        Path copy = Files.copy(target.resolve("tidemark.war"), to, StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            for (Class<?> type : INSIDE) {
                String name = type.getName().replace('.', '/') + ".class";
                Path inside = zip.getPath("WEB-INF", "classes", name);
                Files.createDirectories(inside.getParent());
                try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
                    Files.copy(code, inside, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path coupled = Coupling.compiled(target, folder);
            try (Stream<Path> classes = Files.walk(coupled)) {
                for (Path one : classes.filter(Files::isRegularFile).toList()) {
                    Path inside = zip.getPath(
                            "WEB-INF", "classes", coupled.relativize(one).toString());
                    Files.copy(one, inside, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return copy;
    }

    /** The port opens first; an answer of 401 comes from the application. */
    private void awaitReady() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                HttpURLConnection connection =
                        (HttpURLConnection) URI.create(base() + "/api").toURL().openConnection();
                if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                    return;
                }
            } catch (IOException notYet) {
                // Nobody listens.
            }
            try {
                process.waitFor(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new IllegalStateException("the server did not start; see " + log);
    }

    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** One server is the child of its script. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroy);
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}
