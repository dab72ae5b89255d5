package org.tidemark.convergence.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.tidemark.convergence.Broken;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Faults;
import org.tidemark.convergence.Server;
import org.tidemark.convergence.Setup;
import org.tidemark.convergence.Wire;
import org.tidemark.convergence.history.Witness;

/** A server in memory that keeps docs/protocol.md to the letter, or breaks it in one named way. */
public final class ModelServer implements Server {

    /**
     * By how much a declared restore advances all clocks: numbers that were given after the backup, and that replicas
     * still hold, must never be given again for another state. Every restore jumps further than the one before, because
     * the same backup may be taken twice; a real server, which forgets that, jumps by a random distance.
     */
    private static final long RESTORE_JUMP = 1_000_000;

    private final Setup setup;
    private final Broken broken;
    private final Witness witness;
    private final Faults faults;
    private final BiConsumer<Call, Wire.Answer> answers;

    private final Database database = new Database();
    private final Map<String, Estate.Kept> kept = new HashMap<>();
    private final List<Job> jobs = new ArrayList<>();
    private final Map<String, Set<String>> rights = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, Long> lastSyncs = new HashMap<>();
    private TreeMap<String, Object> backup;
    private long time = 1_000_000;
    private long conflicts;
    private long epochs;

    public ModelServer(
            Setup setup, Broken broken, Witness witness, Faults faults, BiConsumer<Call, Wire.Answer> answers) {
        this.setup = setup;
        this.broken = broken;
        this.witness = witness;
        this.faults = faults;
        this.answers = answers;
        database.rows().put(Rows.EPOCH, "epoch-0");
    }

    boolean broken(Broken variant) {
        return broken == variant;
    }

    boolean stores() {
        return broken != Broken.NO_STORED_RESULT;
    }

    Setup setup() {
        return setup;
    }

    long now() {
        return time;
    }

    Set<String> rightsOf(String user) {
        return rights.getOrDefault(user, Set.of());
    }

    String conflictId() {
        return "x" + ++conflicts;
    }

    Object row(String key) {
        return database.rows().get(key);
    }

    <T> void rows(String prefix, BiConsumer<String, T> reader) {
        database.begin().scan(prefix, "", reader);
    }

    /** The number that a scope's clock shows; for a scope that never had one, none that was ever given. */
    long clockOf(Transaction transaction, String scope) {
        if (broken == Broken.SEQUENCE_INSTEAD_OF_CLOCK) {
            return sequences.getOrDefault(scope, 0L);
        }
        Long clock = transaction.get(Rows.clock(scope));
        Long number = clock == null ? transaction.get(Rows.ORIGIN) : clock;
        return number == null ? 0 : number;
    }

    /** A number that is given whatever becomes of the transaction that asked for it. */
    long tickAlone(String scope, long above) {
        long next = Math.max(clockOf(database.begin(), scope), above) + 1;
        database.rows().put(Rows.clock(scope), next);
        return next;
    }

    long sequence(String scope) {
        return sequences.merge(scope, 1L, Long::sum);
    }

    /**
     * When the replica's last sync began, as the source pattern understands it. Only the variant that trusts it asks.
     */
    long lastSync(String replica) {
        return lastSyncs.getOrDefault(replica, 0L);
    }

    void committed(String actor, Map<String, Object[]> changed) {
        changed.forEach((key, states) -> {
            if (key.startsWith("rec/")) {
                Rows.Rec before = (Rows.Rec) states[0];
                Rows.Rec after = (Rows.Rec) states[1];
                Map<String, String> was = before == null ? null : before.fields();
                Map<String, String> is = after == null ? null : after.fields();
                if (was != is && (was == null || !was.equals(is))) {
                    witness.committed(actor, key.substring(4), was, is);
                }
            }
        });
        witness.transacted();
    }

    @Override
    public void receive(Call call) {
        Job job = new Job(database, call);
        jobs.add(job);
        new Exchange(job, this, call.request()).start();
    }

    void synced(String replica, long at) {
        lastSyncs.put(replica, at);
    }

    String epoch() {
        return (String) row(Rows.EPOCH);
    }

    private List<Job> unblocked() {
        List<Job> free = new ArrayList<>();
        for (Job job : jobs) {
            if (!job.blocked()) {
                free.add(job);
            }
        }
        return free;
    }

    @Override
    public int ready() {
        return unblocked().size();
    }

    @Override
    public void advance(int n) {
        advance(unblocked().get(n));
    }

    @Override
    public boolean advance(Call call) {
        for (Job job : jobs) {
            if (job.call() == call) {
                if (job.blocked()) {
                    return false;
                }
                advance(job);
                return true;
            }
        }
        return false;
    }

    private void advance(Job job) {
        time++;
        if (job.advance()) {
            faults.count("deadlock");
        }
        if (job.finished()) {
            jobs.remove(job);
            if (job.call() != null) {
                if ("busy".equals(job.answer().problem())) {
                    faults.count("busy");
                }
                answers.accept(job.call(), job.answer());
            }
        }
    }

    private Job work() {
        Job job = new Job(database, null);
        jobs.add(job);
        return job;
    }

    @Override
    public List<Open> desk() {
        List<Open> open = new ArrayList<>();
        this.<Rows.ConflictRow>rows("conflict/", (id, row) -> {
            if (row.outcome() == null) {
                Rows.Rec rec = (Rows.Rec) row(Rows.rec(row.conflict().key()));
                Rows.Gone gone = (Rows.Gone) row(Rows.gone(row.conflict().key()));
                Wire.Side now = rec != null
                        ? Wire.Side.of(rec.version(), rec.fields())
                        : Wire.Side.gone(gone == null ? 0 : gone.version());
                open.add(new Open(row.conflict(), row.user(), now));
            }
        });
        return open;
    }

    @Override
    public Wire.Conflict registered(String id) {
        Rows.ConflictRow row = (Rows.ConflictRow) row(Rows.conflict(id));
        return row == null ? null : row.conflict();
    }

    @Override
    public List<Wire.Conflict> decidedByRule(String key) {
        List<Wire.Conflict> found = new ArrayList<>();
        this.<Rows.ConflictRow>rows("conflict/", (id, row) -> {
            if (row.settledAs() == Rows.BY_RULE && row.conflict().key().equals(key)) {
                found.add(row.conflict());
            }
        });
        return found;
    }

    @Override
    public Map<String, String> clientSide(Wire.Conflict conflict, Wire.Side server) {
        return Desk.overlay(conflict, server.deleted() ? null : server.fields());
    }

    @Override
    public void resolve(String user, Wire.Conflict conflict, String outcome, long version, Map<String, String> fields) {
        new Desk(work(), this, user, conflict, outcome, version, fields).start();
    }

    @Override
    public void estate(List<String> keys, Change change) {
        new Estate(work(), this, kept, keys, change).start();
    }

    @Override
    public void sql(List<String> keys, Change change, boolean atOnce) {
        new Sql(work(), this, keys, change, atOnce).start();
    }

    @Override
    public void withdraw(String replica) {
        faults.count("replica withdrawn");
        new Withdrawal(work(), replica, witness).start();
    }

    @Override
    public void purge(long age) {
        new Purge(work(), this, age).start();
    }

    @Override
    public void rights(String user, Set<String> scopes) {
        rights.put(user, new HashSet<>(scopes));
    }

    @Override
    public void crash() {
        jobs.clear();
        kept.clear();
        database.crash();
    }

    @Override
    public void backup() {
        backup = database.backup();
    }

    @Override
    public boolean restore() {
        if (backup == null) {
            return false;
        }
        crash();
        database.restore(backup);
        database.rows().put(Rows.EPOCH, "epoch-" + ++epochs);
        if (broken != Broken.RESTORE_WITHOUT_JUMP) {
            long jump = epochs * RESTORE_JUMP;
            database.rows().put(Rows.ORIGIN, jump);
            database.rows().replaceAll((key, row) -> key.startsWith("clock/") ? (Long) row + jump : row);
        }
        return true;
    }

    @Override
    public boolean clock(long seconds) {
        time += seconds;
        return true;
    }

    @Override
    public Map<String, Map<String, String>> content() {
        Map<String, Map<String, String>> content = new LinkedHashMap<>();
        this.<Rows.Rec>rows("rec/", (key, rec) -> content.put(key, rec.fields()));
        return content;
    }
}
