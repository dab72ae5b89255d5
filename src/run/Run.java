import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * What {@code mvn -Prun} starts: Payara Micro with the WAR and the demo on. Keeps the server's log in a file, says when
 * the application answers, and stops with Maven, which started it; the server stops with it, see Server.java.
 */
class Run {

    private static final long LONGEST_START_SECONDS = 120;

    /**
     * One start of Payara 7 in fifteen hangs before it deploys anything. One that says nothing for so long is given up.
     */
    private static final long LONGEST_SILENCE_SECONDS = Long.getLong("tidemark.run.silence", 45);

    private static final int STARTS = 3;

    /** As of a program that was told to end. */
    private static final int EXIT_WITH_MAVEN = 143;

    private final Path server;
    private final Path war;
    private final Path preBoot;
    private final int port;
    private final Path data;
    private final Path log;
    private final Path main;
    private volatile Process process;

    private Run(String[] arguments) {
        server = Path.of(arguments[0]);
        war = Path.of(arguments[1]);
        preBoot = Path.of(arguments[2]);
        port = Integer.parseInt(arguments[3]);
        data = Path.of(arguments[4]).toAbsolutePath().normalize();
        log = Path.of(arguments[5]);
        main = Path.of(arguments[6]);
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new Run(arguments).run());
    }

    private int run() throws IOException, InterruptedException {
        if (isTaken(port)) {
            System.err.println("Port " + port + " is taken; choose another one: mvn -Prun -Dport=" + (port + 1));
            return 1;
        }
        stopWithMaven();
        long start = System.nanoTime();
        for (int tries = 1; !becomesReady(start()); tries++) {
            if (!hangs() || tries == STARTS) {
                System.err.println("Tidemark did not start. " + reason() + "\nThe whole story is in " + log);
                return 1;
            }
            System.out.println("The server hangs while it starts; it is started again.");
            process.destroyForcibly().waitFor();
        }
        System.out.printf("%n  Tidemark is ready after %d s:  http://localhost:%d/%n%n", seconds(start), port);
        System.out.println(
                "  users    alice, bob (emea) · dave (apac) · carol (steward, all regions); password = name");
        System.out.println("  data     " + data);
        System.out.println("  log      " + log);
        System.out.println("  stop     Ctrl-C\n");
        return process.waitFor();
    }

    /** Killed or interrupted, Maven leaves what it has started alone. */
    private void stopWithMaven() {
        ProcessHandle.current().parent().ifPresent(maven -> maven.onExit().thenRun(() -> System.exit(EXIT_WITH_MAVEN)));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    private Process start() throws IOException {
        Path serverFiles = log.resolveSibling("payara");
        delete(serverFiles);
        Files.createDirectories(data);
        Files.createDirectories(log.getParent());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(opened());
        command.addAll(List.of(
                "-Dtidemark.demo=true",
                "-Dtidemark.db.url=jdbc:h2:file:" + data.resolve("tidemark"),
                "--class-path",
                server.toString(),
                main.toString(),
                "--nohazelcast",
                "--disablephonehome",
                "--rootdir",
                serverFiles.toString(),
                "--prebootcommandfile",
                preBoot.toString(),
                "--port",
                Integer.toString(port),
                "--contextroot",
                "/",
                "--deploy",
                war.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return process;
    }

    /** What the jar's manifest opens; that counts only for {@code java -jar}. */
    private List<String> opened() throws IOException {
        try (JarFile jar = new JarFile(server.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            return Stream.of("Add-Opens", "Add-Exports")
                    .flatMap(name -> Stream.of(manifest.getValue(name).split(" "))
                            .map(packageName ->
                                    "--" + name.toLowerCase(Locale.ROOT) + "=" + packageName + "=ALL-UNNAMED"))
                    .toList();
        }
    }

    /** The server opens its port first and deploys then; an answer of 401 comes from the application. */
    private boolean becomesReady(Process process) throws InterruptedException {
        long start = System.nanoTime();
        while (process.isAlive() && seconds(start) < LONGEST_START_SECONDS && !hangs()) {
            try {
                HttpURLConnection connection = (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + port + "/api").toURL().openConnection();
                connection.setReadTimeout(5_000);
                if (connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
                    return true;
                }
            } catch (IOException notYet) {
                // The listener is not there.
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private boolean hangs() {
        long silence = System.currentTimeMillis() - log.toFile().lastModified();
        return process.isAlive() && silence > TimeUnit.SECONDS.toMillis(LONGEST_SILENCE_SECONDS);
    }

    private String reason() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("Caused by: ") || line.startsWith("Error: "))
                .reduce("", (first, last) -> last);
    }

    private void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    /** What an earlier run left there would be deployed again, beside the new WAR. */
    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !socket.isBound();
        } catch (IOException taken) {
            return true;
        }
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
