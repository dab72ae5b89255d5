package org.tidemark.nodes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The command line: system properties {@code database}, {@code nodes}, {@code kills}, {@code victims}, … */
public final class Nodes implements AutoCloseable {

    private enum Victims {
        NODES,
        DATABASE,
        ALL
    }

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    /** So much work is acknowledged between two faults. */
    private static final int BETWEEN = 60;

    private static final int PAUSE_MILLIS = 150;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Book book = new Book();
    private final List<ServerNode> nodes = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Store store;
    private final HaProxy proxy;
    private final Audit audit;

    private Nodes(String database, int count, int devicesCount) throws Exception {
        Path target = Path.of("target");
        Path folder = Files.createTempDirectory(Files.createDirectories(target.resolve("nodes")), database + "-")
                .toAbsolutePath();
        System.out.println("Everything is in " + folder);
        store = closedAtEnd(Store.named(database, folder));
        for (int node = 0; node < count; node++) {
            nodes.add(closedAtEnd(new ServerNode(folder.resolve("node-" + node), target, store.url(node), store)));
        }
        if (store instanceof Galera) {
            // The first makes the tables. The lock by which another one waits for that is not seen at its member.
            nodes.get(0).start().awaitReady();
            nodes.stream().skip(1).forEach(ServerNode::start);
        } else {
            nodes.forEach(ServerNode::start);
        }
        nodes.forEach(ServerNode::awaitReady);
        proxy = closedAtEnd(new HaProxy(folder, nodes));
        IntStream.range(0, count).forEach(proxy::awaitUp);
        audit = new Audit(store);
        audit.install();
        for (int device = 0; device < devicesCount; device++) {
            devices.add(new Device(new Client(proxy.base(), device % 2 == 0 ? "alice" : "bob"), book, PAUSE_MILLIS));
        }
        for (Device device : devices) {
            threads.add(new Thread(device));
        }
    }

    private <T extends AutoCloseable> T closedAtEnd(T started) {
        open.add(0, started);
        return started;
    }

    public static void main(String[] arguments) throws Exception {
        String database = System.getProperty("database", "postgresql");
        int kills = Integer.getInteger("kills", 20);
        int status = 1;
        try (var nodes = new Nodes(database, Integer.getInteger("nodes", 2), Integer.getInteger("devices", 6))) {
            Victims victims =
                    Victims.valueOf(System.getProperty("victims", "all").toUpperCase(Locale.ROOT));
            List<String> violations = nodes.run(kills, victims);
            violations.stream().limit(50).forEach(System.out::println);
            if (Boolean.getBoolean("latency")) {
                System.out.println(Latency.measured(nodes.nodes));
            }
            System.out.println(kills + " kills, " + nodes.book.acknowledgements() + " edits acknowledged, "
                    + nodes.book.conflicts().size() + " of them conflicts, " + violations.size() + " violations");
            status = violations.isEmpty() ? 0 : 1;
        } catch (Exception e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().exit(status);
    }

    private List<String> run(int kills, Victims victims) throws Exception {
        var listeners =
                List.of(new Listener(new Client(proxy.base(), "alice")), new Listener(new Client(proxy.base(), "bob")));
        threads.forEach(Thread::start);
        work("before");
        for (int kill = 0; kill < kills; kill++) {
            boolean isOdd = kill % 2 == 1;
            int node = (victims == Victims.ALL ? kill / 2 : kill) % nodes.size();
            if (victims == Victims.DATABASE || victims == Victims.ALL && isOdd) {
                killDatabase();
            } else if (kill % 6 == 4) {
                drain(node);
            } else {
                // Nobody waits for the last one to come back: it would be the longest part of a short run.
                killNode(node, kill < kills - 1 || Boolean.getBoolean("latency"));
            }
        }
        devices.forEach(Device::stop);
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                throw new IllegalStateException("a device still waits for an answer: " + book.troubles());
            }
        }
        List<String> violations = new ArrayList<>(book.failures());
        if (violations.isEmpty()) {
            devices.forEach(Device::finish);
            violations.addAll(audit.violations(book, devices));
        }
        heard(listeners, violations);
        System.out.println("Sent again: " + new java.util.TreeMap<>(book.troubles()));
        return violations;
    }

    /** Until so much was acknowledged that the last fault is behind everybody. */
    private void work(String when) {
        int before = book.acknowledgements();
        Command.await(
                "work goes on " + when + ", failures " + book.failures(),
                PATIENCE,
                () -> !book.failures().isEmpty() || book.acknowledgements() >= before + BETWEEN);
    }

    private void killNode(int node, boolean again) {
        book.longestSilence();
        nodes.get(node).kill();
        work("after a node was killed");
        proxy.awaitDown(node);
        if (again) {
            nodes.get(node).start().awaitReady();
            proxy.awaitUp(node);
            work("after it came back");
        }
        System.out.println("node " + node + " killed; nobody was answered for " + book.longestSilence() + " ms");
    }

    private void killDatabase() throws Exception {
        book.longestSilence();
        long begin = System.nanoTime();
        String killed = store.kill();
        if (store instanceof SingleStore) {
            store.heal();
        }
        work("after " + killed + " was killed");
        long silence = book.longestSilence();
        store.heal();
        work("after it came back");
        System.out.println(killed + " killed; nobody was answered for " + silence + " ms, whole again after "
                + (System.nanoTime() - begin) / 1_000_000_000 + " s");
    }

    /** As for an update: nobody is to notice. */
    private void drain(int node) {
        Map<String, Integer> before = book.troubles();
        proxy.takeOut(node);
        work("while a node is drained");
        nodes.get(node).close();
        nodes.get(node).start().awaitReady();
        proxy.takeIn(node);
        work("after a node was drained");
        System.out.println("node " + node + " drained and started again; sent again: "
                + (book.troubles().equals(before) ? "nothing" : before + " became " + book.troubles()));
    }

    private void heard(List<Listener> listeners, List<String> violations) {
        long last = devices.stream()
                .flatMap(device -> device.companies().values().stream())
                .mapToLong(company -> company.getJsonNumber("version").longValueExact())
                .max()
                .orElse(0);
        // A stream that was just opened has missed what came before: whoever opens one pulls. So one more edit is made.
        for (Listener listener : listeners) {
            try {
                Command.await("a stream lives", Duration.ofMinutes(1), listener::isLive);
            } catch (IllegalStateException late) {
                violations.add("a stream did not come back");
            }
            listener.close();
        }
        System.out.println("Streams opened: "
                + listeners.stream().mapToInt(Listener::streams).sum() + ", last version " + last + ", heard "
                + listeners.stream().map(Listener::version).toList());
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.remove(0).close();
            } catch (Exception e) {
                System.err.println("left open: " + e);
            }
        }
    }
}
