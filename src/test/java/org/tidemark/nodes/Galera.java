package org.tidemark.nodes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tidemark.it.server.Ports;

/** Three MariaDB that all take writes. Each node of Tidemark has one for itself, and another if that one is away. */
final class Galera implements Store {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int MEMBERS = 3;
    private static final String SYNCED = "Synced";
    private static final String DEBIAN = "mariadb-server galera-4 rsync";

    /** What a member sends to another is not written by the user that runs this. */
    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rwxrwxrwx");

    private final Path folder;
    private final List<Member> members =
            IntStream.range(0, MEMBERS).mapToObj(Member::new).toList();
    private int turn;
    private Member killed;

    private final class Member {
        private final int number;
        private final int port = Ports.free();
        private final int group = Ports.free();
        private final int ist = Ports.free();
        private final int sst = Ports.free();
        private Process process;

        Member(int number) {
            this.number = number;
        }

        private Path home() {
            return folder.resolve("member-" + number);
        }

        void install() throws Exception {
            Files.setPosixFilePermissions(Files.createDirectory(home()), FOR_ALL);
            Command.run(
                    home().resolve("install.log"),
                    Command.as(
                            "mysql",
                            List.of(
                                    Command.needed("mariadb-install-db", DEBIAN),
                                    "--no-defaults",
                                    "--datadir=" + home().resolve("data"),
                                    "--auth-root-authentication-method=normal")));
        }

        void start(boolean isFirst) {
            String others =
                    members.stream().map(member -> "127.0.0.1:" + member.group).collect(Collectors.joining(","));
            List<String> command = List.of(
                    Command.needed("mariadbd", DEBIAN, "/usr/sbin"),
                    "--no-defaults",
                    "--datadir=" + home().resolve("data"),
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--socket=" + home().resolve("mariadb.sock"),
                    "--pid-file=" + home().resolve("mariadb.pid"),
                    "--binlog-format=ROW",
                    "--innodb-autoinc-lock-mode=2",
                    "--wsrep-on=ON",
                    "--wsrep-provider=/usr/lib/galera/libgalera_smm.so",
                    "--wsrep-cluster-name=tidemark",
                    "--wsrep-cluster-address=gcomm://" + (isFirst ? "" : others),
                    "--wsrep-node-name=m" + number,
                    "--wsrep-node-address=127.0.0.1:" + group,
                    "--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:" + group + ";ist.recv_addr=127.0.0.1:"
                            + ist + ";ist.recv_bind=127.0.0.1:" + ist,
                    "--wsrep-sst-method=rsync",
                    "--wsrep-sst-receive-address=127.0.0.1:" + sst);
            process = Command.start(home().resolve("server.log"), Command.as("mysql", command));
        }

        boolean isWhole() throws SQLException {
            try (Connection connection = root();
                    Statement statement = connection.createStatement();
                    ResultSet state = statement.executeQuery("show status like 'wsrep_local_state_comment'")) {
                return state.next() && state.getString(2).equals(SYNCED);
            }
        }

        Connection root() throws SQLException {
            return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root");
        }
    }

    Galera(Path parent) throws Exception {
        folder = Files.createTempDirectory("tidemark-galera");
        Files.setPosixFilePermissions(folder, FOR_ALL);
        System.out.println("Galera is in " + folder);
        try {
            for (Member member : members) {
                member.install();
                member.start(member.number == 0);
                Command.await("a member is synced, see " + member.home(), PATIENCE, member::isWhole);
            }
            try (Connection connection = members.get(0).root();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database tidemark");
                statement.execute("create user tidemark@localhost identified by 'tidemark'");
                statement.execute("grant all on tidemark.* to tidemark@localhost");
            }
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    @Override
    public String url(int node) {
        String order = IntStream.range(0, MEMBERS)
                .mapToObj(i -> "127.0.0.1:" + members.get((node + i) % MEMBERS).port)
                .collect(Collectors.joining(","));
        return "jdbc:mariadb:sequential://" + order
                + "/tidemark?sessionVariables=wsrep_sync_wait=1,innodb_lock_wait_timeout=5";
    }

    @Override
    public String user() {
        return "tidemark";
    }

    @Override
    public String password() {
        return "tidemark";
    }

    @Override
    public Connection connect() throws SQLException {
        for (Member member : members) {
            if (member != killed) {
                return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + member.port
                        + "/tidemark?user=root&sessionVariables=wsrep_sync_wait=1");
            }
        }
        throw new SQLException("no member answers");
    }

    @Override
    public boolean isPostgres() {
        return false;
    }

    @Override
    public String kill() {
        killed = members.get(turn++ % MEMBERS);
        Command.kill(killed.process.toHandle());
        return "member " + killed.number;
    }

    @Override
    public void heal() {
        killed.start(false);
        Command.await("the member is synced again, see " + killed.home(), PATIENCE, killed::isWhole);
        killed = null;
    }

    @Override
    public void close() {
        members.stream().filter(member -> member.process != null).forEach(member -> Command.end(member.process));
    }
}
