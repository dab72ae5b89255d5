package org.tidemark.bench.load;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.tidemark.bench.Database;

/**
 * What the server has acknowledged, kept beside it, so that afterwards each single edit can be asked for. An edit is
 * known by a token that it alone wrote. Threadsafe.
 */
public final class Ledger {

    private record Applied(long base, long version, String token) {}

    /** What the audit found. */
    public record Audit(int applied, int conflicts, List<String> lost) {}

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<List<Applied>> history = new ArrayList<>();
    private final Map<String, String> conflicts = new HashMap<>();
    private final List<String> errors = new ArrayList<>();
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong hints = new AtomicLong();
    private Samples syncs = new Samples();

    public Ledger(int companies) {
        for (int i = 0; i < companies; i++) {
            numbers.put(Companies.id(i).toString(), i);
            history.add(new ArrayList<>());
        }
    }

    int companies() {
        return history.size();
    }

    int company(String id) {
        return numbers.get(id);
    }

    String newToken() {
        return "token " + tokens.incrementAndGet();
    }

    /** Forgets how long things took so far; never what was acknowledged. */
    public synchronized void startCounting() {
        syncs = new Samples();
    }

    synchronized void synced(double millis) {
        syncs.add(millis);
    }

    public synchronized Samples syncs() {
        return syncs.copy();
    }

    synchronized void error(RuntimeException error) {
        errors.add(error.toString());
    }

    public synchronized List<String> errors() {
        return List.copyOf(errors);
    }

    void hint() {
        hints.incrementAndGet();
    }

    public long hints() {
        return hints.get();
    }

    synchronized void applied(int company, long base, long version, String token) {
        history.get(company).add(new Applied(base, version, token));
    }

    synchronized void conflict(String id, String token) {
        conflicts.put(id, token);
    }

    /** The latest version that was acknowledged to anybody. */
    synchronized long version(int company) {
        return history.get(company).stream().mapToLong(Applied::version).max().orElse(0);
    }

    /**
     * Nothing is lost if the edits of each record are a chain: each was based on the one before, none was written over
     * unseen, and the last one is what the record is now; and if each conflict is registered with the client's side.
     */
    public synchronized Audit audit(Database database) throws SQLException {
        List<String> lost = new ArrayList<>();
        Map<Integer, String> now = new HashMap<>();
        Map<String, String> registered = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("select id, sync_version, phone from company");
            while (rows.next()) {
                now.put(numbers.get(rows.getString(1)), rows.getLong(2) + " " + rows.getString(3));
            }
            ResultSet bodies = statement.executeQuery("select id, body from tidemark_conflict");
            while (bodies.next()) {
                registered.put(bodies.getString(1), bodies.getString(2));
            }
        }
        for (int company = 0; company < history.size(); company++) {
            check(company, now.get(company), lost);
        }
        conflicts.forEach((id, token) -> {
            if (!registered.getOrDefault(id, "").contains('"' + token + '"')) {
                lost.add("conflict " + id + " with " + token);
            }
        });
        return new Audit(history.stream().mapToInt(List::size).sum(), conflicts.size(), lost);
    }

    private void check(int company, String now, List<String> lost) {
        List<Applied> edits = new ArrayList<>(history.get(company));
        if (edits.isEmpty()) {
            return;
        }
        edits.sort(Comparator.comparingLong(Applied::version));
        long before = company + 1L;
        for (Applied edit : edits) {
            if (edit.base() != before) {
                lost.add(edit.token() + " of company " + company + " was based on " + edit.base() + ", not on "
                        + before);
            }
            before = edit.version();
        }
        Applied last = edits.get(edits.size() - 1);
        if (!now.equals(last.version() + " " + last.token())) {
            lost.add(last.token() + " of company " + company + ": the record is now " + now);
        }
    }
}
