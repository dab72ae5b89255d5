import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What {@code mvn -Prun} starts: Payara Micro with the WAR and the demo on. Keeps the server's log in a file, says when
 * the application answers, and stops the server when it is stopped itself.
 */
class Run {

    private static final long LONGEST_START_SECONDS = 120;

    private final Path server;
    private final Path war;
    private final Path preBoot;
    private final int port;
    private final Path data;
    private final Path log;

    private Run(String[] arguments) {
        server = Path.of(arguments[0]);
        war = Path.of(arguments[1]);
        preBoot = Path.of(arguments[2]);
        port = Integer.parseInt(arguments[3]);
        data = Path.of(arguments[4]).toAbsolutePath().normalize();
        log = Path.of(arguments[5]);
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new Run(arguments).run());
    }

    private int run() throws IOException, InterruptedException {
        if (isTaken(port)) {
            System.err.println("Port " + port + " is taken; choose another one: mvn -Prun -Dport=" + (port + 1));
            return 1;
        }
        long start = System.nanoTime();
        Process process = start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process)));
        if (!becomesReady(process)) {
            System.err.println("Tidemark did not start. " + reason() + "\nThe whole story is in " + log);
            return 1;
        }
        System.out.printf("%n  Tidemark is ready after %d s:  http://localhost:%d/%n%n", seconds(start), port);
        System.out.println(
                "  users    alice, bob (emea) · dave (apac) · carol (steward, all regions); password = name");
        System.out.println("  data     " + data);
        System.out.println("  log      " + log);
        System.out.println("  stop     Ctrl-C\n");
        return process.waitFor();
    }

    private Process start() throws IOException {
        Path serverFiles = log.resolveSibling("payara");
        delete(serverFiles);
        Files.createDirectories(data);
        Files.createDirectories(log.getParent());
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dtidemark.demo=true",
                        "-Dtidemark.db.url=jdbc:h2:file:" + data.resolve("tidemark")
                                + ";DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0",
                        "-jar",
                        server.toString(),
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
                        war.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                .start();
    }

    /** The server opens its port first and deploys then; an answer of 401 comes from the application. */
    private boolean becomesReady(Process process) throws InterruptedException {
        long start = System.nanoTime();
        while (process.isAlive() && seconds(start) < LONGEST_START_SECONDS) {
            try {
                if (Files.readString(log).contains("ready in ")) {
                    HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/api")
                            .toURL()
                            .openConnection();
                    return connection.getResponseCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
                }
            } catch (IOException notYet) {
                // The log or the listener is not there.
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private String reason() throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("Caused by: ") || line.startsWith("Error: "))
                .reduce("", (first, last) -> last);
    }

    private static void stop(Process process) {
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

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
}
