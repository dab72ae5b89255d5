package org.tidemark.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.tidemark.it.Caller;

/** The WAR without the demo, on H2, and so with users whom the server itself knows. Each password is the name. */
public final class PlainServer implements AutoCloseable {

    private static final int LONGEST_START = 120;
    private static final int STARTS = 3;
    private static final List<String> USERS = List.of("erin", "frank");
    private static final Path WAR = Path.of(System.getProperty("tidemark.it.war", "target/tidemark.war"));

    private final Process process;
    private final URI base;

    private PlainServer(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    public static PlainServer start() throws Exception {
        for (int tries = 1; ; tries++) {
            Path folder = Folders.fresh("plain");
            PlainServer server =
                    System.getProperty("arquillian.launch").equals("payara") ? payara(folder) : wildfly(folder);
            if (server.comesUp()) {
                return server;
            }
            server.close();
            if (tries == STARTS) {
                throw new IllegalStateException("the server did not start; see " + folder);
            }
        }
    }

    private static PlainServer payara(Path folder) throws IOException {
        StringBuilder users = new StringBuilder();
        for (String user : USERS) {
            Path password = Files.writeString(folder.resolve(user), "AS_ADMIN_USERPASSWORD=" + user);
            users.append("create-file-user --groups emea --passwordfile " + password + " " + user + "\n");
        }
        Path postBoot = Files.writeString(folder.resolve("post-boot.txt"), users);
        int port = Ports.free();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(database(folder));
        command.addAll(List.of(
                "-jar",
                "target/servers/payara-micro.jar",
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                folder.resolve("root").toString(),
                "--prebootcommandfile",
                "src/servers/payara/pre-boot.txt",
                "--postbootcommandfile",
                postBoot.toString(),
                "--port",
                Integer.toString(port),
                "--contextroot",
                "/",
                "--deploy",
                WAR.toString()));
        return launch(folder, port, new ProcessBuilder(command));
    }

    private static PlainServer wildfly(Path folder) throws Exception {
        Path home = Path.of("target", "servers", "wildfly").toAbsolutePath();
        Path standalone = folder.resolve("standalone");
        copy(home.resolve("standalone/configuration"), standalone.resolve("configuration"));
        for (String user : USERS) {
            byte[] secret = MessageDigest.getInstance("MD5")
                    .digest((user + ":ApplicationRealm:" + user).getBytes(StandardCharsets.UTF_8));
            add(standalone, "application-users", user + "=" + HexFormat.of().formatHex(secret));
            add(standalone, "application-roles", user + "=emea");
        }
        Files.copy(
                WAR, Files.createDirectories(standalone.resolve("deployments")).resolve("ROOT.war"));
        int offset = Ports.freeOffset(8080, 9990);
        var builder = new ProcessBuilder(
                home.resolve("bin/standalone.sh").toString(),
                "--yaml=" + Path.of("src/servers/wildfly/tidemark.yaml").toAbsolutePath());
        List<String> options = new ArrayList<>(database(folder));
        options.add("-Xmx512m");
        options.add("-Djboss.server.base.dir=" + standalone);
        options.add("-Djboss.socket.binding.port-offset=" + offset);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", String.join(" ", options));
        return launch(folder, 8080 + offset, builder);
    }

    private static List<String> database(Path folder) {
        return List.of(
                "-Dtidemark.db.url=jdbc:h2:file:" + folder.resolve("tidemark"),
                "-Dtidemark.db.user=sa",
                "-Dtidemark.db.password=sa");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static void add(Path standalone, String file, String line) throws IOException {
        Files.writeString(
                standalone.resolve("configuration").resolve(file + ".properties"),
                "\n" + line + "\n",
                StandardOpenOption.APPEND);
    }

    private static PlainServer launch(Path folder, int port, ProcessBuilder builder) throws IOException {
        Path log = folder.resolve("server.log");
        System.out.println("The plain server's log is " + log);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new PlainServer(process, URI.create("http://127.0.0.1:" + port));
    }

    /** It is up when it lets a user of its own in. */
    private boolean comesUp() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (new Caller(base, "erin", "erin").get("/api").status() == 200) {
                    return true;
                }
            } catch (UncheckedIOException notYet) {
                // Nobody listens.
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    public URI base() {
        return base;
    }

    /** One server is the child of its script. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        for (ProcessHandle child : children) {
            try {
                child.onExit().get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException late) {
                child.destroyForcibly();
            }
        }
    }
}
