package org.tidemark.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Open Liberty as docs/servers/open-liberty.md says. It wants a data source and its drivers in a library. */
final class Liberty {

    private Liberty() {}

    static RunningServer launch(Path folder, Path war, String contextPath, List<String> options, List<String> users)
            throws IOException {
        Path server = Files.createDirectories(folder.resolve("servers/tidemark"));
        Files.copy(war, Files.createDirectories(server.resolve("apps")).resolve("tidemark.war"));
        Path library = Files.createDirectories(server.resolve("tidemark"));
        for (Path jar : jars()) {
            Files.copy(jar, library.resolve(jar.getFileName()));
        }
        int port = Ports.free();
        Files.writeString(server.resolve("server.xml"), """
                        <server>
                          <include location="%s"/>
                          <variable name="http.port" value="%d"/>
                          <variable name="context.root" value="%s"/>
                          %s
                        </server>
                        """.formatted(
                        Path.of("src/servers/liberty/server.xml").toAbsolutePath(),
                        port,
                        contextPath.isEmpty() ? "/" : contextPath,
                        registry(users)));
        Files.write(server.resolve("jvm.options"), options);
        // All of it is in messages.log.
        Files.writeString(server.resolve("bootstrap.properties"), "com.ibm.ws.logging.console.log.level=OFF");
        var builder = new ProcessBuilder(
                ServerKind.LIBERTY.home().resolve("bin/server").toString(), "run", "tidemark");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WLP_USER_DIR", folder.toString());
        builder.environment().put("LOG_DIR", folder.resolve("log").toString());
        return RunningServer.of(folder, port, contextPath, builder);
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> drivers = Files.list(Path.of("target/tidemark/WEB-INF/lib"))) {
            return Stream.concat(
                            Stream.of(Path.of("target/tidemark-datasource.jar")),
                            drivers.filter(jar -> jar.getFileName().toString().matches("(h2|postgresql|mariadb)-.*")))
                    .toList();
        }
    }

    private static String registry(List<String> users) {
        if (users.isEmpty()) {
            return "";
        }
        return users.stream()
                .map(user -> "<user name='" + user + "' password='" + user + "'/>")
                .collect(Collectors.joining("", "<basicRegistry>", members(users) + "</basicRegistry>"));
    }

    private static String members(List<String> users) {
        return users.stream()
                .map(user -> "<member name='" + user + "'/>")
                .collect(Collectors.joining("", "<group name='emea'>", "</group>"));
    }
}
