package org.tidemark.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Payara Server or GlassFish: a copy of the domain that it comes with, and deployed as their pages in docs say. */
final class DomainServer {

    private static final int HTTP = 8080;
    private static final int ADMIN = 4848;

    /** All that the domain opens: they move together. */
    private static final int[] PORTS = {HTTP, ADMIN, 8181, 7676, 3700, 3820, 3920, 8686, 6666};

    private DomainServer() {}

    static RunningServer launch(Path folder, Path war, String contextPath, List<String> options, List<String> users)
            throws Exception {
        Path domain = folder.resolve("domains").resolve("tidemark");
        copy(ServerKind.current().home().resolve("glassfish/domains/domain1"), domain);
        int offset = Ports.freeOffset(PORTS);
        Path configuration = domain.resolve("config/domain.xml");
        Files.writeString(configuration, configured(Files.readString(configuration), offset, options));
        RunningServer server = RunningServer.of(
                folder,
                HTTP + offset,
                contextPath,
                asadmin(
                        "start-domain",
                        "--verbose",
                        "--domaindir",
                        domain.getParent().toString(),
                        "tidemark"));
        String port = Integer.toString(ADMIN + offset);
        Path script = Files.write(folder.resolve("commands"), commands(folder, war, contextPath, users));
        if (server.isReached(() -> succeeds(folder, "--port", port, "list-applications"))) {
            succeeds(folder, "--port", port, "multimode", "--file", script.toString());
        }
        return server;
    }

    private static String configured(String domain, int offset, List<String> options) {
        String own = options.stream()
                .map(option -> "<jvm-options>" + option.replace("&", "&amp;").replace("<", "&lt;") + "</jvm-options>")
                .collect(Collectors.joining());
        String text = domain.replaceAll("<jvm-options>-Xmx\\w+</jvm-options>", "")
                .replace(
                        "<hazelcast-config-specific-configuration>",
                        "<hazelcast-config-specific-configuration enabled=\"false\">")
                .replace("<network-listener port", "<network-listener address=\"127.0.0.1\" port")
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                // A group is a role.
                .replace("<security-service>", "<security-service activate-default-principal-to-role-mapping=\"true\">")
                .replaceFirst(
                        "(<java-config .*?>)", "$1" + own.replace("\\", "\\\\").replace("$", "\\$"));
        for (int port : PORTS) {
            text = text.replaceAll("(?<=[\">=])" + port + "(?=[\"<])", Integer.toString(port + offset));
        }
        return text;
    }

    private static List<String> commands(Path folder, Path war, String contextPath, List<String> users)
            throws IOException {
        List<String> commands = new ArrayList<>();
        for (String user : users) {
            Path password = Files.writeString(folder.resolve(user), "AS_ADMIN_USERPASSWORD=" + user);
            commands.add("--passwordfile " + password + " create-file-user --groups emea " + user);
        }
        commands.add("deploy --name tidemark --contextroot " + (contextPath.isEmpty() ? "/" : contextPath) + " "
                + war.toAbsolutePath());
        return commands;
    }

    private static boolean succeeds(Path folder, String... arguments) throws IOException, InterruptedException {
        Process process = asadmin(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("asadmin.txt").toFile()))
                .start();
        if (!process.waitFor(RunningServer.LONGEST_START, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return false;
        }
        return process.exitValue() == 0;
    }

    private static ProcessBuilder asadmin(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ServerKind.current().home().resolve("bin/asadmin").toString());
        command.add("--interactive=false");
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AS_JAVA", System.getProperty("java.home"));
        return builder;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
