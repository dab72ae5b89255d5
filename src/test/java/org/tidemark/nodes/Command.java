package org.tidemark.nodes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that are started, awaited, and killed with what they have started. */
final class Command {

    interface Condition {
        boolean holds() throws Exception;
    }

    /** Whoever interrupts this does not want anything of it to go on. */
    private static final Queue<Process> STARTED = new ConcurrentLinkedQueue<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(process -> kill(process.toHandle()))));
    }

    private Command() {}

    static Process start(Path log, List<String> command) {
        return start(log, new ProcessBuilder(command));
    }

    static Process start(Path log, ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            STARTED.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void run(Path log, List<String> command) {
        try {
            int status = start(log, command).waitFor();
            if (status != 0) {
                throw new IllegalStateException(command + " ended with " + status + "; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Debian's databases refuse to be run by root: then they are run by their own user. */
    static List<String> as(String user, List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups"));
        all.addAll(command);
        return all;
    }

    static void await(String what, Duration patience, Condition condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (Exception notYet) {
                // Whoever is asked may still start.
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not so after " + patience.toSeconds() + " s: " + what);
            }
            pause(50);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL, to it and to all that it has started. */
    static void kill(ProcessHandle process) {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    static void end(Process process) {
        process.destroy();
        try {
            if (process.waitFor(30, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill(process.toHandle());
    }

    /** The program, where Debian puts it; null if it is not installed. */
    static String find(String name, String... folders) {
        return Stream.concat(Stream.of(folders), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    static String needed(String name, String debian, String... folders) {
        String found = find(name, folders);
        if (found == null) {
            throw new IllegalStateException(name + " is not installed: apt-get install " + debian);
        }
        return found;
    }
}
