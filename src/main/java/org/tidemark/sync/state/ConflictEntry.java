package org.tidemark.sync.state;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.protocol.Conflict;
import org.tidemark.protocol.PullResult.Settled;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Resolution;
import org.tidemark.spi.InstantConverter;

/**
 * A conflict in the register: both sides as they were when it was detected, and what became of it. While it is open it
 * is never removed; once settled it stays for the retention, so the side that lost can still be read.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_conflict")
public class ConflictEntry {

    /** What became of a conflict. */
    public enum Status {
        OPEN,
        SETTLED,
        /** Another conflict of the same record took its place. */
        SUPERSEDED
    }

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "collection")
    private String collection;

    @Column(name = "record")
    private UUID record;

    @Column(name = "scope")
    private String scope;

    /** Where the client's side comes from. Text, since EclipseLink cannot read a UUID that is null. */
    @Column(name = "replica")
    private String replica;

    @Column(name = "owner")
    private String owner;

    @Convert(converter = InstantConverter.class)
    @Column(name = "detected_at")
    private Instant detectedAt;

    @Column(name = "server_version")
    private long serverVersion;

    /** Who made the server's side; null if nobody knows. */
    @Column(name = "server_by")
    private String serverBy;

    @Column(name = "kind")
    private String kind;

    /** The names of the fields in dispute, as {@link DisputedFields} joins them. */
    @Column(name = "disputed")
    private String disputed;

    /** The closed conflict that this one opens again, or null. */
    @Column(name = "reopens")
    private String reopens;

    /** The conflict as it was answered, as JSON. */
    @Column(name = "body")
    private String body;

    /** The characters of {@link #body} and {@link #resolution}, to count them without reading those. */
    @Column(name = "body_size")
    private long bodySize;

    @Enumerated(EnumType.STRING)
    @Column(name = "status")
    private Status status;

    @Enumerated(EnumType.STRING)
    @Column(name = "outcome")
    private Resolution.Outcome outcome;

    @Column(name = "settled_by")
    private String settledBy;

    @Convert(converter = InstantConverter.class)
    @Column(name = "settled_at")
    private Instant settledAt;

    /** The replica that resolved it; null for the desk. */
    @Column(name = "settled_replica")
    private String settledReplica;

    /**
     * The scope in which its owner's replicas hear of its end: that of the record when it was detected. Empty if that
     * is not known, or if the record has moved since: its owner may not read where it lies now.
     */
    @Column(name = "told_in")
    private String toldIn;

    /** Its number in that scope's clock, by which they hear of it. Without a scope, one of {@link DatabaseEpoch}. */
    @Column(name = "settled_version")
    private Long settledVersion;

    /** The fields that the resolution wrote, as JSON. */
    @Column(name = "resolution")
    private String resolution;

    protected ConflictEntry() {}

    public ConflictEntry(Conflict conflict, String scope, UUID replica, String owner) {
        this.id = conflict.id();
        this.collection = conflict.key().collection();
        this.record = conflict.key().id();
        this.scope = scope;
        this.toldIn = scope;
        this.replica = text(replica);
        this.owner = owner;
        this.detectedAt = conflict.detectedAt();
        this.serverVersion = conflict.server().version();
        this.serverBy = conflict.server().modifiedBy();
        this.kind = conflict.kind().toString();
        this.disputed = DisputedFields.join(conflict.disputed());
        this.body = conflict.toJson().toString();
        this.bodySize = body.length();
        this.status = Status.OPEN;
    }

    /** The conflict opens a closed one again, at the desk. */
    public ConflictEntry reopening(UUID closed) {
        this.reopens = closed.toString();
        return this;
    }

    /** Ends the conflict. {@code fields} is what was written, or null. */
    public void settle(Resolution.Outcome outcome, String by, Instant at, UUID byReplica, JsonObject fields) {
        this.status = Status.SETTLED;
        this.outcome = outcome;
        this.settledBy = by;
        this.settledAt = at;
        this.settledReplica = text(byReplica);
        this.resolution = fields == null ? null : fields.toString();
        this.bodySize += resolution == null ? 0 : resolution.length();
    }

    public void supersede(String by, Instant at, UUID byReplica) {
        this.status = Status.SUPERSEDED;
        this.settledBy = by;
        this.settledAt = at;
        this.settledReplica = text(byReplica);
    }

    public void settledVersion(long version) {
        this.settledVersion = version;
    }

    /** The record moved: who may read it now decides who may see its conflict. */
    public void moveTo(String newScope) {
        if (!newScope.equals(scope)) {
            this.scope = newScope;
            this.toldIn = "";
        }
    }

    public String toldIn() {
        return toldIn;
    }

    public UUID id() {
        return id;
    }

    public RecordKey key() {
        return new RecordKey(collection, record);
    }

    public String scope() {
        return scope;
    }

    public Instant detectedAt() {
        return detectedAt;
    }

    public String owner() {
        return owner;
    }

    public long serverVersion() {
        return serverVersion;
    }

    /** Whether the client's side met a deletion: only then was it on screen, and may be taken back. */
    public boolean isDeletedOnServer() {
        return body().getJsonObject("server").getBoolean("deleted", false);
    }

    public boolean isOpen() {
        return status == Status.OPEN;
    }

    /** In characters. */
    public long size() {
        return bodySize;
    }

    public Status status() {
        return status;
    }

    public Resolution.Outcome outcome() {
        return outcome;
    }

    public String settledBy() {
        return settledBy;
    }

    public Instant settledAt() {
        return settledAt;
    }

    public String serverBy() {
        return serverBy;
    }

    public Optional<UUID> replica() {
        return Optional.ofNullable(replica).map(UUID::fromString);
    }

    /** The names of the fields in dispute. */
    public List<String> disputed() {
        return body().getJsonArray("disputed").getValuesAs(JsonString::getString);
    }

    /** What the resolution wrote, or null; of a mix, each field in dispute as it stood then. */
    public JsonObject resolution() {
        return resolution == null ? null : parse(resolution);
    }

    /** What a replica is told of its end. */
    public static Settled settled(UUID id, Status status, Resolution.Outcome outcome, String by, Instant at) {
        return new Settled(id, nameOf(outcome == null ? status : outcome), by, at);
    }

    public static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The conflict as it was when it was detected. */
    public JsonObject body() {
        return parse(body);
    }

    /** The conflict with what became of it, for the desk. */
    public JsonObject toJson() {
        var json = Json.createObjectBuilder(body())
                .add("status", nameOf(status))
                .add("scope", scope)
                .add("user", owner);
        if (replica != null) {
            json.add("replica", replica);
        }
        if (reopens != null) {
            json.add("reopens", reopens);
        }
        if (outcome != null) {
            json.add("outcome", nameOf(outcome));
        }
        if (settledAt != null) {
            json.add("resolvedBy", settledBy).add("resolvedAt", settledAt.toString());
        }
        if (resolution != null) {
            json.add("resolution", parse(resolution));
        }
        return json.build();
    }

    private static String text(UUID id) {
        return id == null ? null : id.toString();
    }

    private static JsonObject parse(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
