package org.tidemark.it.server;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.tidemark.it.Caller;

/**
 * A Payara Micro of its own with the WAR, the demo on, H2, TLS on a second port and a heap so small that what has no
 * bound ends it.
 */
public final class SmallServer implements AutoCloseable {

    private static final int LONGEST_START = 120;
    private static final int STARTS = 3;

    private final Process process;
    private final Path folder;
    private final int port;
    private final int tlsPort;

    private SmallServer(Process process, Path folder, int port, int tlsPort) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** @param options for the Java virtual machine, the size of its heap among them */
    public static SmallServer start(String... options) throws Exception {
        for (int tries = 1; ; tries++) {
            SmallServer server = launch(options);
            if (server.comesUp()) {
                return server;
            }
            server.close();
            if (tries == STARTS) {
                throw new IllegalStateException("the server did not start; see " + server.log());
            }
        }
    }

    private static SmallServer launch(String... options) throws IOException {
        Path folder = Folders.fresh("small");
        Path preBoot = folder.resolve("pre-boot.txt");
        String listeners = "set configs.config.server-config.network-config.network-listeners.network-listener.";
        Files.writeString(
                preBoot,
                Files.readString(Path.of("src/servers/payara/pre-boot.txt")) + listeners
                        + "https-listener.address=127.0.0.1\n");
        int port = Ports.free();
        int tlsPort = Ports.free();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of(
                // Whoever is out of memory says so by ending.
                "-XX:+ExitOnOutOfMemoryError",
                "-Dtidemark.demo=true",
                "-Dtidemark.db.url=jdbc:h2:file:" + folder.resolve("tidemark"),
                "-Dtidemark.db.user=sa",
                "-Dtidemark.db.password=sa",
                "-jar",
                "target/servers/payara-micro.jar",
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                folder.resolve("root").toString(),
                "--prebootcommandfile",
                preBoot.toString(),
                "--port",
                Integer.toString(port),
                "--sslport",
                Integer.toString(tlsPort),
                "--contextroot",
                "/",
                "--deploy",
                System.getProperty("tidemark.it.war", "target/tidemark.war")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        var server = new SmallServer(process, folder, port, tlsPort);
        System.out.println("The small server's log is " + server.log());
        return server;
    }

    /** The port opens first; it is ready when it says so. */
    private boolean comesUp() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START);
        while (process.isAlive() && System.nanoTime() < end) {
            if (Files.readString(log()).contains("ready in ")) {
                return new Caller(base(), "alice", "alice").get("/api").status() == 200;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI overTls() {
        return URI.create("https://127.0.0.1:" + tlsPort);
    }

    public Path log() {
        return folder.resolve("server.log");
    }

    /** What is left in the heap when everything that nobody holds is gone, in mebibytes. */
    @SuppressWarnings("BanJNDI") // Nobody but our own process is at that address.
    public long heapInUse() throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
        String address;
        try {
            address = machine.startLocalManagementAgent();
        } finally {
            machine.detach();
        }
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
            MemoryMXBean memory = ManagementFactory.newPlatformMXBeanProxy(
                    connector.getMBeanServerConnection(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
            memory.gc();
            return memory.getHeapMemoryUsage().getUsed() >> 20;
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
