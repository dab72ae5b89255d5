package org.tidemark.nodes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tidemark.it.server.Ports;

/** Payara Micro with the WAR, which can be killed and started again at the same port. */
final class ServerNode implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(10);

    private final int port = Ports.free();
    private final Path folder;
    private final Path target;
    private final String url;
    private final Store store;
    private Process process;
    private int starts;

    ServerNode(Path folder, Path target, String url, Store store) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.target = target;
        this.url = url;
        this.store = store;
    }

    int port() {
        return port;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Path log() {
        return folder.resolve("server.log");
    }

    ServerNode start() {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // It is started more often than it lives.
                "-XX:TieredStopAtLevel=1",
                "-Dtidemark.demo=true",
                "-Dtidemark.pushes.second=100000",
                "-Dtidemark.streams.user=1000",
                "-Dtidemark.db.url=" + url,
                "-Dtidemark.db.user=" + store.user(),
                "-Dtidemark.db.password=" + store.password(),
                "-jar",
                target.resolve("servers/payara-micro.jar").toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                // A new one each time: an application that is found there is started, ended and deployed again.
                folder.resolve("root-" + starts++).toString(),
                "--prebootcommandfile",
                "src/servers/payara/pre-boot.txt",
                "--port",
                Integer.toString(port),
                "--contextroot",
                "/",
                "--deploy",
                target.resolve("tidemark.war").toString());
        process = Command.start(log(), command);
        return this;
    }

    ServerNode awaitReady() {
        Command.await("the node answers, see " + log(), LONGEST_START, this::isReady);
        return this;
    }

    private boolean isReady() throws IOException {
        var connection = (HttpURLConnection) base().resolve("/api").toURL().openConnection();
        connection.setReadTimeout(5_000);
        return connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    }

    void kill() {
        Command.kill(process.toHandle());
    }

    @Override
    public void close() {
        if (process != null) {
            Command.end(process);
        }
    }
}
