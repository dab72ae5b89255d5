package org.tidemark.sync.audit;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.tidemark.spi.InstantConverter;

/**
 * Who did what to which record, and when. It names fields, and has none of their values: those are what people may ask
 * to be deleted, and nothing is ever deleted here.
 */
@Embeddable
public class AuditEvent {

    /** What happened. */
    public enum Deed {
        CHANGED,
        RESOLVED,
        REOPENED,
        REVOKED,
        EXPORTED,
        RESTORED
    }

    @Convert(converter = InstantConverter.class)
    @Column(name = "happened_at")
    private Instant happenedAt;

    @Column(name = "deed")
    private String deed;

    /** How it was done: an operation, whose side won, the format of a file; null where there is one way. */
    @Column(name = "manner")
    private String manner;

    @Column(name = "actor")
    private String actor;

    // Ids as text: one provider (EclipseLink) cannot read a UUID that is null.
    @Column(name = "replica")
    private String replica;

    @Column(name = "scope")
    private String scope;

    @Column(name = "collection")
    private String collection;

    @Column(name = "record")
    private String record;

    /** The number that the change got, or 0. */
    @Column(name = "version")
    private long version;

    /** JSON, or null. */
    @Column(name = "detail")
    private String detail;

    protected AuditEvent() {}

    AuditEvent(Instant happenedAt, Deed deed, String manner, String actor, UUID replica) {
        this.happenedAt = happenedAt;
        this.deed = nameOf(deed);
        this.manner = manner;
        this.actor = actor;
        this.replica = replica == null ? null : replica.toString();
    }

    /** The same for another row: providers want one object for each. */
    AuditEvent copy() {
        var copy = new AuditEvent();
        copy.happenedAt = happenedAt;
        copy.deed = deed;
        copy.manner = manner;
        copy.actor = actor;
        copy.replica = replica;
        copy.scope = scope;
        copy.collection = collection;
        copy.record = record;
        copy.version = version;
        copy.detail = detail;
        return copy;
    }

    AuditEvent of(String collection, UUID record, String scope, long version) {
        this.collection = collection;
        this.record = record.toString();
        this.scope = scope;
        this.version = version;
        return this;
    }

    AuditEvent with(String detail) {
        this.detail = detail;
        return this;
    }

    static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Everything, in the order in which it is hashed: docs/audit.md. */
    List<String> parts() {
        return Arrays.asList(
                happenedAt.toString(),
                deed,
                manner,
                actor,
                replica,
                scope,
                collection,
                record,
                Long.toString(version),
                detail);
    }
}
