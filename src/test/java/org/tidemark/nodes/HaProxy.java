package org.tidemark.nodes;

import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.tidemark.it.server.Ports;

/** A real HAProxy with the configuration that docs/nodes.md publishes, at ports of its own. */
final class HaProxy implements AutoCloseable {

    private static final List<String> NAMES = List.of("one", "two", "three");

    private final int port = Ports.free();
    private final Path socket;
    private final Process process;

    HaProxy(Path folder, List<ServerNode> nodes) throws IOException {
        // The name of such a socket has at most some 100 characters.
        socket = Files.createTempDirectory("tidemark-haproxy").resolve("admin.sock");
        String published = Files.readString(Path.of("src/servers/haproxy/haproxy.cfg"))
                .replace("/run/haproxy/admin.sock", socket.toString())
                .replace("127.0.0.1:8080", "127.0.0.1:" + port);
        var servers = new StringBuilder(published.substring(0, published.indexOf("    server one")));
        for (int i = 0; i < nodes.size(); i++) {
            servers.append("    server %1$s 127.0.0.1:%2$d cookie %1$s%n"
                    .formatted(NAMES.get(i), nodes.get(i).port()));
        }
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), servers);
        String program = Command.needed("haproxy", "haproxy", "/usr/sbin");
        process = Command.start(folder.resolve("haproxy.log"), List.of(program, "-db", "-f", configuration.toString()));
        Command.await("HAProxy listens, see " + folder, Duration.ofSeconds(30), () -> {
            try (var connected = new Socket("127.0.0.1", port)) {
                return connected.isConnected();
            }
        });
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Nobody is sent there any more, and what is under way goes on to its end. */
    void takeOut(int node) {
        say("set server tidemark/" + NAMES.get(node) + " state maint");
    }

    void takeIn(int node) {
        say("set server tidemark/" + NAMES.get(node) + " state ready");
        awaitUp(node);
    }

    void awaitUp(int node) {
        Command.await("HAProxy takes node " + node, Duration.ofMinutes(5), () -> state(node)
                .startsWith("UP"));
    }

    void awaitDown(int node) {
        Command.await("HAProxy misses node " + node, Duration.ofMinutes(1), () -> !state(node)
                .startsWith("UP"));
    }

    private String state(int node) {
        for (String line : say("show stat").split("\n")) {
            String[] columns = line.split(",");
            if (columns[0].equals("tidemark") && columns[1].equals(NAMES.get(node))) {
                return columns[17];
            }
        }
        return "";
    }

    private String say(String command) {
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.US_ASCII)));
            var answer = new StringBuilder();
            var buffer = ByteBuffer.allocate(1 << 16);
            while (channel.read(buffer) >= 0) {
                answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
                buffer.clear();
            }
            return answer.toString();
        } catch (IOException e) {
            throw new IllegalStateException("HAProxy does not listen to its administrator", e);
        }
    }

    @Override
    public void close() {
        Command.end(process);
    }
}
