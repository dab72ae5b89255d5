package org.tidemark.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tidemark.bench.report.Heap;

/** Payara Micro with the WAR, the demo's users signed in by their names. */
public final class Payara implements AutoCloseable {

    private static final long LONGEST_START_SECONDS = 120;

    private final Process process;
    private final URI base;
    private final Path log;

    private Payara(Process process, URI base, Path log) {
        this.process = process;
        this.base = base;
        this.log = log;
    }

    /** @param options for the Java virtual machine */
    static Payara start(Path jar, Path war, Path preBoot, Path folder, Database database, List<String> options)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        int port = freePort();
        Path log = folder.resolve("server.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-Dtidemark.demo=true",
                // A crowd of two users.
                "-Dtidemark.streams.user=100000",
                "-Dtidemark.replicas.user=1000000",
                "-Dtidemark.pushes.second=100000",
                "-Dtidemark.streams=100000",
                "-Dtidemark.db.url=" + database.url(),
                "-Dtidemark.db.user=postgres",
                "-Dtidemark.db.password=postgres",
                "-jar",
                jar.toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                folder.resolve("root").toString(),
                "--prebootcommandfile",
                preBoot.toString(),
                "--port",
                Integer.toString(port),
                "--contextroot",
                "/",
                "--deploy",
                war.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Payara payara = new Payara(process, URI.create("http://127.0.0.1:" + port), log);
        payara.awaitReady();
        return payara;
    }

    /** The server opens its port first and deploys then; only an answer of 401 comes from the application. */
    private void awaitReady() throws InterruptedException, IOException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/api"))
                .timeout(java.time.Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (client.send(request, BodyHandlers.discarding()).statusCode() == 401) {
                    return;
                }
            } catch (IOException notYet) {
                // The listener is not there.
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IOException("Payara did not start; see " + log);
    }

    public URI base() {
        return base;
    }

    public Heap heap() {
        return new Heap(process.pid(), log);
    }

    /** MiB of real memory that the process holds. */
    public double memory() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    / 1024.0;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
