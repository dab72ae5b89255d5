package org.tidemark.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tidemark.it.Caller;

/** A server as a process that we have started. */
final class RunningServer implements AutoCloseable {

    /** One start of Payara 7 in fifteen hangs before it deploys anything: it is given up and started again. */
    static final int LONGEST_START = 300;

    private static final int STARTS = 3;

    private final Process process;
    private final URI base;

    private RunningServer(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    /** @param user whom the server lets in, with the name as the password, when it is up */
    static RunningServer start(String user, Callable<RunningServer> launch) throws Exception {
        return start(user, 200, launch);
    }

    /** @param status what it answers this user when it is up */
    static RunningServer start(String user, int status, Callable<RunningServer> launch) throws Exception {
        for (int tries = 1; ; tries++) {
            RunningServer server = launch.call();
            if (server.comesUp(user, status)) {
                return server;
            }
            boolean hung = server.process.isAlive();
            server.close();
            if (tries == STARTS) {
                throw new IllegalStateException("the server did not start; its log is named above");
            }
            System.out.println("The server " + (hung ? "hung" : "ended") + " while it started, and is started again.");
        }
    }

    /** @param folder where its log goes */
    static RunningServer of(Path folder, int port, String contextPath, ProcessBuilder builder) throws IOException {
        Path log = Files.createDirectories(folder.resolve("log")).resolve("server.log");
        System.out.println("The server's log is " + log);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new RunningServer(process, URI.create("http://127.0.0.1:" + port + contextPath));
    }

    private boolean comesUp(String user, int status) throws Exception {
        return isReached(() -> new Caller(base, user, user).get("/api").status() == status);
    }

    /** Whether it comes so far while it starts. */
    boolean isReached(Callable<Boolean> state) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (state.call()) {
                    return true;
                }
            } catch (UncheckedIOException notYet) {
                // Nobody listens.
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    URI base() {
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
