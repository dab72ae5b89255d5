package org.tidemark.sync.audit;

import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;
import org.tidemark.config.Setting;
import org.tidemark.json.Json;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.audit.AuditEvent.Deed;

/**
 * Adds to a transaction the rows that tell of it: both are committed, or neither. It does nothing unless
 * {@code tidemark.audit} is set.
 */
public final class AuditLog {

    private final EntityManager em;
    private final String user;
    private final UUID replica;
    private final Instant now;
    private final AuditDigest digests;

    private AuditLog(EntityManager em, String user, UUID replica, Instant now, AuditDigest digests) {
        this.em = em;
        this.user = user;
        this.replica = replica;
        this.now = now;
        this.digests = digests;
    }

    public static boolean isOn() {
        return Setting.AUDIT.isOn();
    }

    /** @param replica that it comes from; null for what a person does at a desk, or a program */
    public static AuditLog of(EntityManager em, String user, UUID replica) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new AuditLog(em, user, replica, now, isOn() ? AuditDigest.configured() : null);
    }

    /**
     * A record got a number.
     *
     * @param fields that a person changed, if they are known
     * @param from the scope that it left, or null
     */
    public void changed(
            RecordKey key, Manner manner, Collection<String> fields, String from, String scope, long version) {
        if (digests == null) {
            return;
        }
        JsonObject detail = null;
        if (!fields.isEmpty() || from != null) {
            var json = Json.createObjectBuilder();
            if (!fields.isEmpty()) {
                json.add("fields", Json.createArrayBuilder(new TreeSet<>(fields)));
            }
            if (from != null) {
                json.add("from", from);
            }
            detail = json.build();
        }
        add(Deed.CHANGED, AuditEvent.nameOf(manner), key, scope, version, detail);
    }

    /** How a record changed. */
    public enum Manner {
        ADDED,
        MODIFIED,
        DELETED
    }

    /** A conflict is closed, or registered and closed at once. */
    public void resolved(UUID conflict, RecordKey key, String scope, Enum<?> outcome) {
        add(Deed.RESOLVED, AuditEvent.nameOf(outcome), key, scope, 0, one("conflict", conflict));
    }

    public void reopened(UUID closed, UUID again, RecordKey key, String scope) {
        add(
                Deed.REOPENED,
                null,
                key,
                scope,
                0,
                Json.createObjectBuilder()
                        .add("conflict", again.toString())
                        .add("reopens", closed.toString())
                        .build());
    }

    /** The replica of this log is revoked. */
    public void revoked(String owner) {
        add(Deed.REVOKED, null, null, null, 0, one("owner", owner));
    }

    /** @param query what was asked for */
    public void exported(String format, String query) {
        add(Deed.EXPORTED, format, null, null, 0, one("query", query));
    }

    public void restored(UUID epoch) {
        add(Deed.RESTORED, null, null, null, 0, one("epoch", epoch));
    }

    private static JsonObject one(String name, Object value) {
        return Json.createObjectBuilder().add(name, value.toString()).build();
    }

    private void add(Deed deed, String manner, RecordKey key, String scope, long version, JsonObject detail) {
        if (digests == null) {
            return;
        }
        var event = new AuditEvent(now, deed, manner, user, replica).with(detail == null ? null : detail.toString());
        if (key != null) {
            event.of(key.collection(), key.id(), scope, version);
        }
        em.persist(new WaitingAuditEntry(event, digests));
    }
}
