package org.tidemark.bench.load;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tidemark.bench.Database;
import org.tidemark.bench.Tidemark;
import org.tidemark.bench.report.Stopwatch;

/**
 * Many who write at once into a few scopes, each into records of their own, so that nothing but the scopes' clocks is
 * shared.
 */
public final class Writers implements AutoCloseable {

    public static final int MOST = 16;
    private static final List<String> SCOPES = List.of("emea", "apac", "amer");

    private final Database database;
    private final int companies;
    private final int pushes;
    private final List<Replica> replicas = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST);
    private final long[] versions;
    private int round;

    /**
     * @param companies all of them in the scope emea; a third stays there, the others go to the other scopes
     * @param pushes of each writer in each turn
     */
    public Writers(URI server, Database database, int companies, int pushes) throws SQLException {
        this.database = database;
        this.companies = companies;
        this.pushes = pushes;
        versions = new long[companies];
        for (int i = 0; i < companies; i++) {
            versions[i] = i + 1L;
        }
        Http http = Http.signedIn(server, "carol"); // who writes all three scopes
        for (int i = 0; i < MOST; i++) {
            replicas.add(new Replica(http));
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (int scope = 1; scope < SCOPES.size(); scope++) {
                String name = SCOPES.get(scope);
                statement.execute("update company set sync_scope = '" + name + "', region = '" + name
                        + "' where sync_version % " + SCOPES.size() + " = " + scope);
                statement.execute("insert into tidemark_clock (scope, version, horizon) values ('" + name + "', "
                        + companies + ", 0) on conflict (scope) do update set version = excluded.version");
            }
            statement.execute("vacuum analyze company");
        }
    }

    /** Edits a second, in pushes of so many, by so many writers into so many scopes. */
    public double push(int writers, int scopes, int edits) throws Exception {
        round++;
        return edits
                * rate(writers, writer -> {
                    List<Integer> chosen = new ArrayList<>();
                    for (int i = 0; i < edits; i++) {
                        chosen.add(companyOf(writer, scopes));
                    }
                    replicas.get(writer).push(chosen, round);
                });
    }

    /** The same by bare JDBC: the clock is locked, the row written, the clock advanced, the transaction committed. */
    public double jdbc(int writers, int scopes) throws Exception {
        round++;
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < writers; i++) {
                connections.add(database.connect());
            }
            return rate(writers, writer -> write(connections.get(writer), companyOf(writer, scopes)));
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private interface Turn {
        void take(int writer) throws Exception;
    }

    private double rate(int writers, Turn turn) throws Exception {
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            work.add(() -> {
                for (int n = 0; n < pushes; n++) {
                    turn.take(writer);
                }
                return null;
            });
        }
        long start = System.nanoTime();
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        return Stopwatch.perSecond(writers * pushes, start);
    }

    /** The next of the writer's own companies that lies in one of the first scopes. */
    private int companyOf(int writer, int scopes) {
        Replica replica = replicas.get(writer);
        int scope = writer % scopes;
        int block = companies / MOST;
        int company;
        do {
            company = writer * block + replica.next++ % block;
        } while ((company + 1) % SCOPES.size() != scope);
        return company;
    }

    private void write(Connection connection, int company) throws SQLException {
        String scope = SCOPES.get((company + 1) % SCOPES.size());
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                        connection.prepareStatement("select version from tidemark_clock where scope = ? for update");
                PreparedStatement row =
                        connection.prepareStatement("update bare set phone = ?, sync_version = ? where id = ?");
                PreparedStatement clock =
                        connection.prepareStatement("update tidemark_clock set version = ? where scope = ?")) {
            lock.setString(1, scope);
            ResultSet locked = lock.executeQuery();
            locked.next();
            long version = locked.getLong(1) + 1;
            row.setString(1, Companies.phone(round, company));
            row.setLong(2, version);
            row.setObject(3, Companies.id(company));
            row.executeUpdate();
            clock.setLong(1, version);
            clock.setString(2, scope);
            clock.executeUpdate();
        }
        connection.commit();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Of one writer, who knows the versions of the companies that nobody else writes. */
    private final class Replica {

        private final Http http;
        private final String id = UUID.randomUUID().toString();
        private long number;
        private int next;

        Replica(Http http) {
            this.http = http;
        }

        void push(List<Integer> chosen, int round) {
            var modified = Json.createArrayBuilder();
            for (int company : chosen) {
                modified.add(edit(company, round));
            }
            var push = Json.createObjectBuilder()
                    .add("number", ++number)
                    .add(
                            "changes",
                            Json.createObjectBuilder()
                                    .add("companies", Json.createObjectBuilder().add("modified", modified)));
            var body = Json.createObjectBuilder().add("replica", id).add("push", push);
            JsonObject answer = Tidemark.read(
                            http.post("/api/sync", body.build().toString()))
                    .getJsonObject("push");
            Map<String, Long> applied = new HashMap<>();
            for (JsonObject one : answer.getJsonArray("applied").getValuesAs(JsonObject.class)) {
                applied.put(one.getString("id"), one.getJsonNumber("version").longValueExact());
            }
            if (applied.size() != chosen.size()) {
                throw new IllegalStateException("not applied: " + answer);
            }
            for (int company : chosen) {
                versions[company] = applied.get(Companies.id(company).toString());
            }
        }

        private JsonObjectBuilder edit(int company, int round) {
            return Json.createObjectBuilder()
                    .add("id", Companies.id(company).toString())
                    .add("version", versions[company])
                    .add(
                            "fields",
                            Json.createObjectBuilder(Companies.fields(company))
                                    .add("region", SCOPES.get((company + 1) % SCOPES.size()))
                                    .add("phone", Companies.phone(round, company)))
                    .add("base", JsonValue.EMPTY_JSON_OBJECT);
        }
    }
}
