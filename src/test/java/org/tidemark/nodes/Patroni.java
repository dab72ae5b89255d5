package org.tidemark.nodes;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.tidemark.it.server.Ports;

/** Two PostgreSQL, one the synchronous standby of the other, under Patroni, with one etcd beside them. */
final class Patroni implements Store {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String PROGRAMS = "/usr/lib/postgresql/15/bin";

    private final Path folder;
    private final int etcdPort = Ports.free();
    private final Process etcd;
    private final Member[] members = {new Member(0), new Member(1)};
    private Member killed;

    private final class Member {
        private final int number;
        private final int port = Ports.free();
        private final int rest = Ports.free();
        private Process process;

        Member(int number) {
            this.number = number;
        }

        private Path data() {
            return folder.resolve("data-" + number);
        }

        void start() throws IOException {
            String name = "m" + number;
            String configuration = Files.readString(Path.of("src/servers/patroni/patroni.yml"))
                    .replace("name: one", "name: " + name)
                    .replace("127.0.0.1:2379", "127.0.0.1:" + etcdPort)
                    .replace("127.0.0.1:8008", "127.0.0.1:" + rest)
                    .replace("127.0.0.1:5432", "127.0.0.1:" + port)
                    .replace("/var/lib/postgresql/15/tidemark", data().toString())
                    .replace("/var/run/postgresql", folder.toString());
            Path file = Files.writeString(folder.resolve(name + ".yml"), configuration);
            boolean isFirst = process == null;
            process = Command.start(
                    folder.resolve(name + ".log"),
                    Command.as("postgres", List.of(Command.needed("patroni", "patroni etcd-server"), file.toString())));
            if (isFirst) {
                killAtExit();
            }
        }

        boolean is(String role) throws IOException {
            var connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + rest + "/" + role).toURL().openConnection();
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        }

        /** The whole machine, so to speak: Patroni and PostgreSQL, which is no child of Patroni. */
        void kill() throws IOException {
            Path pid = data().resolve("postmaster.pid");
            long postmaster = Files.exists(pid)
                    ? Long.parseLong(Files.readAllLines(pid).get(0).trim())
                    : process.pid();
            var server = ProcessHandle.of(postmaster);
            Command.kill(process.toHandle());
            server.ifPresent(Command::kill);
        }

        void end() {
            if (process != null && process.isAlive()) {
                Command.end(process);
            }
        }

        private void killAtExit() {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    kill();
                } catch (IOException | RuntimeException gone) {
                    // It has ended by itself.
                }
            }));
        }
    }

    Patroni(Path parent) throws Exception {
        // Where the user postgres may go, who is not the one that runs this.
        folder = Files.createTempDirectory("tidemark-patroni");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        System.out.println("Patroni is in " + folder);
        int peers = Ports.free();
        etcd = Command.start(
                folder.resolve("etcd.log"),
                List.of(
                        Command.needed("etcd", "etcd-server"),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=http://127.0.0.1:" + etcdPort,
                        "--advertise-client-urls=http://127.0.0.1:" + etcdPort,
                        "--listen-peer-urls=http://127.0.0.1:" + peers,
                        "--initial-advertise-peer-urls=http://127.0.0.1:" + peers,
                        "--initial-cluster=default=http://127.0.0.1:" + peers));
        try {
            members[0].start();
            Command.await("the first PostgreSQL is primary, see " + folder, PATIENCE, () -> members[0].is("primary"));
            members[1].start();
            Command.await("the second is synchronous, see " + folder, PATIENCE, () -> members[1].is("synchronous"));
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    @Override
    public String url(int node) {
        return "jdbc:postgresql://127.0.0.1:" + members[0].port + ",127.0.0.1:" + members[1].port
                + "/postgres?targetServerType=primary&hostRecheckSeconds=1";
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(0), user(), password());
    }

    @Override
    public boolean isPostgres() {
        return true;
    }

    @Override
    public String kill() throws Exception {
        for (Member member : members) {
            if (member.is("primary")) {
                killed = member;
                member.kill();
                return "the primary";
            }
        }
        throw new IllegalStateException("there is no primary");
    }

    @Override
    public void heal() throws Exception {
        killed.start();
        Member again = killed;
        Command.await(
                "the old primary is the synchronous standby, see " + folder, PATIENCE, () -> again.is("synchronous"));
    }

    @Override
    public void close() {
        for (Member member : members) {
            member.end();
        }
        Command.end(etcd);
    }
}
