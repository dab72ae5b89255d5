package org.tidemark.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The WAR without the demo, on H2, and so with users whom the server itself knows. Each password is the name. */
public final class PlainServer implements AutoCloseable {

    private static final List<String> USERS = List.of("erin", "frank");
    private static final Path WAR = Path.of(System.getProperty("tidemark.it.war", "target/tidemark.war"));

    /** So small that a test reaches them. */
    private static final List<String> LIMITS = List.of("-Dtidemark.pushes.second=1", "-Dtidemark.replicas.user=3");

    private final RunningServer server;
    private final Path folder;

    private PlainServer(RunningServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    public static PlainServer start() throws Exception {
        return start(USERS.get(0), 200, LIMITS);
    }

    /** With a provider that need not be there yet. */
    public static PlainServer startWithOpenId(List<String> settings) throws Exception {
        return start(null, 401, settings);
    }

    private static PlainServer start(String user, int status, List<String> more) throws Exception {
        Path[] used = new Path[1];
        RunningServer server = RunningServer.start(user, status, () -> {
            Path folder = Folders.fresh("plain");
            used[0] = folder;
            List<String> settings = settings(folder, more);
            return switch (ServerKind.current()) {
                case PAYARA -> payara(folder, settings);
                case WILDFLY, WILDFLY_PREVIEW ->
                    wildfly(
                            folder,
                            "--yaml="
                                    + Path.of("src/servers/wildfly/tidemark.yaml")
                                            .toAbsolutePath(),
                            settings);
                case LIBERTY, PAYARA_SERVER, GLASSFISH ->
                    OwnContainer.launch(folder, WAR.toAbsolutePath(), "", settings, USERS);
            };
        });
        return new PlainServer(server, used[0]);
    }

    /** WildFly as it comes, with the demo on: it takes none of its users. */
    public static PlainServer startDemoWithoutYaml() throws Exception {
        Path folder = Folders.fresh("plain");
        return new PlainServer(
                RunningServer.start(
                        "alice", 503, () -> wildfly(folder, "-Dtidemark.demo=true", settings(folder, LIMITS))),
                folder);
    }

    private static RunningServer payara(Path folder, List<String> settings) throws IOException {
        StringBuilder users = new StringBuilder();
        for (String user : USERS) {
            Path password = Files.writeString(folder.resolve(user), "AS_ADMIN_USERPASSWORD=" + user);
            users.append("create-file-user --groups emea --passwordfile " + password + " " + user + "\n");
        }
        Path postBoot = Files.writeString(folder.resolve("post-boot.txt"), users);
        int port = Ports.free();
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        command.addAll(settings);
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
        return RunningServer.of(folder, port, "", new ProcessBuilder(command));
    }

    private static RunningServer wildfly(Path folder, String argument, List<String> settings) throws Exception {
        Path home = ServerKind.current().home();
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
        var builder = new ProcessBuilder(home.resolve("bin/standalone.sh").toString(), argument);
        List<String> options = new ArrayList<>(settings);
        options.add("-Xmx512m");
        options.add("-Djboss.server.base.dir=" + standalone);
        options.add("-Djboss.socket.binding.port-offset=" + offset);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", String.join(" ", options));
        return RunningServer.of(folder, 8080 + offset, "", builder);
    }

    private static List<String> settings(Path folder, List<String> more) {
        List<String> settings = new ArrayList<>(List.of(
                "-Dtidemark.db.url=jdbc:h2:file:" + folder.resolve("tidemark"),
                "-Dtidemark.db.user=sa",
                "-Dtidemark.db.password=sa"));
        settings.addAll(more);
        return settings;
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

    public Path logFolder() {
        return folder.resolve("log");
    }

    public URI base() {
        return server.base();
    }

    @Override
    public void close() throws InterruptedException {
        server.close();
    }
}
