package org.tidemark.convergence.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidemark.convergence.inside.Levers;
import org.tidemark.convergence.inside.TablePolicy;

/** Payara Micro with the WAR that Maven packed, and two classes in it by which a history can pull the levers. */
public final class Payara implements AutoCloseable {
    private static final long LONGEST_START_SECONDS = 240;
    private static final List<Class<?>> INSIDE = List.of(TablePolicy.class, Levers.class, Levers.Writer.class);

    private final int port;
    private final Process process;

    Payara(Path target, String databaseUrl) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(target.resolve("convergence")), "payara-")
                    .toAbsolutePath();
            Path log = folder.resolve("server.log");
            System.out.println("The server's log is " + log);
            process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-Dtidemark.demo=true",
                            "-Dtidemark.db.url=" + databaseUrl,
                            "-Dtidemark.db.user=postgres",
                            "-Dtidemark.db.password=postgres",
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
                            instrumented(target.resolve("tidemark.war"), folder).toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            awaitReady(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path instrumented(Path war, Path folder) throws IOException {
        Path copy = Files.copy(war, folder.resolve("tidemark.war"), StandardCopyOption.REPLACE_EXISTING);
        try (FileSystem zip = FileSystems.newFileSystem(copy)) {
            for (Class<?> type : INSIDE) {
                String name = type.getName().replace('.', '/') + ".class";
                Path inside = zip.getPath("WEB-INF", "classes", name);
                Files.createDirectories(inside.getParent());
                try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
                    Files.copy(code, inside, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return copy;
    }

    /** The port opens first; an answer of 401 comes from the application. */
    private void awaitReady(Path log) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (Files.readString(log).contains("ready in ")) {
                    HttpURLConnection connection = (HttpURLConnection)
                            URI.create(base() + "/api").toURL().openConnection();
                    if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                        return;
                    }
                    break;
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        close();
        throw new IllegalStateException("the server did not start; see " + log);
    }

    public String base() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
