package org.tidemark.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.tidemark.protocol.PushResult;

/**
 * The changes that this node rejected last, for an administrator to see that a device needs help before its user calls.
 * The change itself stays with the client, and here is no value of it. Threadsafe.
 */
@ApplicationScoped
public class RecentRejections {

    private static final int MOST = 200;

    /** Of one push: a device that sends a thousand bad rows leaves the others their place. */
    private static final int MOST_OF_PUSH = 20;

    private final Deque<Rejected> last = new ArrayDeque<>();

    /** @param reason that of the protocol */
    public record Rejected(Instant at, String user, UUID replica, String collection, String record, String reason) {}

    void note(String user, UUID replica, PushResult push) {
        if (push == null || push.repeated() || push.rejected().isEmpty()) {
            return;
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        synchronized (last) {
            for (JsonObject change : few(push)) {
                last.addFirst(new Rejected(
                        now,
                        user,
                        replica,
                        change.getString("collection"),
                        change.getString("id"),
                        change.getString("reason")));
            }
            while (last.size() > MOST) {
                last.removeLast();
            }
        }
    }

    private static List<JsonObject> few(PushResult push) {
        List<JsonObject> all = push.rejected().getValuesAs(JsonObject.class);
        return all.subList(0, Math.min(all.size(), MOST_OF_PUSH));
    }

    /** The newest first. */
    public List<Rejected> list() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }
}
