package org.tidemark.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.tidemark.json.Json;
import org.tidemark.sync.audit.AuditDigest;
import org.tidemark.sync.audit.AuditEntry;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.retry.Retry;

/** Reads the chain from one end to the other, and names each place where it is not as the server has written it. */
@ApplicationScoped
public class AuditCheck {

    /** So many faults are told. */
    private static final int MOST = 100;

    @Inject
    private AuditChain chain;

    @Inject
    private Retry retry;

    /**
     * Checks what follows an entry.
     *
     * @param after whose position it is, or 0
     * @param hash that this entry had when it was noted elsewhere; null to take it from its row
     */
    public JsonObject check(long after, String hash) {
        return check(
                after,
                hash,
                from -> retry.call(() -> chain.entries(from)),
                () -> retry.call(chain::end),
                () -> retry.call(chain::waiting));
    }

    static JsonObject check(
            long after,
            String hash,
            LongFunction<List<AuditEntry>> entries,
            Supplier<AuditChain.End> end,
            Supplier<AuditChain.Waiting> waiting) {
        var reading = new Reading(after, hash);
        AuditChain.End last;
        List<AuditEntry> page;
        do {
            // First the end: whatever it counts is there when the page is read, while others go on chaining.
            last = end.get();
            page = entries.apply(reading.next());
            page.forEach(reading::read);
        } while (!page.isEmpty());
        reading.endsAt(last);
        AuditChain.Waiting rest = waiting.get();
        rest.forged().forEach(reading::forged);
        return reading.toJson(rest.count());
    }

    /** How far it is read, and what was found. */
    private static final class Reading {

        private final AuditDigest digests = AuditDigest.configured();
        private final List<JsonObject> faults = new ArrayList<>();
        private final long after;
        private final String known;
        private long position;
        private String hash;
        private long read;
        private long found;

        Reading(long after, String known) {
            this.after = after;
            this.known = after == 0 ? AuditDigest.NOTHING : known;
            // The entry itself is read too, if it is still there: is it the one that was noted?
            this.position = Math.max(0, after - 1);
            this.hash = after == 0 ? AuditDigest.NOTHING : null;
        }

        long next() {
            return position + 1;
        }

        void read(AuditEntry entry) {
            if (entry.position() == after) {
                start(entry);
                return;
            }
            if (position < after) {
                // Archived: what was noted of it stands for it.
                position = after;
                hash = known;
            }
            if (entry.position() != position + 1) {
                missing(position + 1, entry.position() - 1);
                hash = null;
            }
            if (!entry.isIntact(digests)) {
                fault("changed", entry.position(), "The row says something else than the server wrote.");
            }
            if (hash != null && !entry.follows(hash, digests)) {
                fault(
                        "unchained",
                        entry.position(),
                        "The row does not follow the one before: one of them was inserted or replaced.");
            }
            take(entry);
            read++;
        }

        private void start(AuditEntry entry) {
            if (known != null && !entry.hash().equals(known)) {
                fault("unchained", entry.position(), "The row has another hash than was noted.");
            }
            take(entry);
        }

        private void take(AuditEntry entry) {
            position = entry.position();
            hash = entry.hash();
        }

        void endsAt(AuditChain.End end) {
            if (position < after) {
                position = after; // all archived
                hash = known;
                if (end.position() < after) {
                    missing(end.position() + 1, after);
                    return;
                }
            }
            if (end.position() > position) {
                missing(position + 1, end.position());
            } else if (end.position() < position) {
                fault("unchained", end.position() + 1, "The chain ends before this row: it was inserted.");
            } else if (hash != null && !end.hash().equals(hash)) {
                fault("unchained", position, "The end of the chain has another hash than the last row.");
            }
        }

        void forged(UUID id) {
            fault("changed", 0, "The row " + id + ", which waits, says something else than the server wrote.");
        }

        private void missing(long first, long last) {
            fault("missing", first, first == last ? "The row is gone." : "The rows up to " + last + " are gone.");
        }

        private void fault(String kind, long at, String detail) {
            found++;
            if (faults.size() < MOST) {
                faults.add(Json.createObjectBuilder()
                        .add("kind", kind)
                        .add("position", at)
                        .add("detail", detail)
                        .build());
            }
        }

        JsonObject toJson(long waiting) {
            return Json.createObjectBuilder()
                    .add("whole", found == 0)
                    .add("isOn", AuditLog.isOn())
                    .add("checked", read)
                    .add("waiting", waiting)
                    .add("position", position)
                    .add("hash", hash == null ? "" : hash)
                    .add("found", found)
                    .add("faults", Json.createArrayBuilder(faults))
                    .build();
        }
    }
}
