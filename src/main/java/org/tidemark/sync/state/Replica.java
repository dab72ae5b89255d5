package org.tidemark.sync.state;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.tidemark.config.Setting;
import org.tidemark.json.Json;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.spi.InstantConverter;

/**
 * A replica as the server knows it. The row is locked by each push, so the pushes of one replica are in line, and it
 * holds the result of the last one, so a push that is sent again gets its first answer.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_replica")
@NamedQuery(
        name = Replica.LOCK,
        query = "select r from Replica r where r.id = :id"
                + " and exists (select s from DatabaseEpoch s where s.id = :server and s.epoch = :epoch)",
        lockMode = LockModeType.PESSIMISTIC_WRITE)
public class Replica {

    /**
     * Locks the replica {@code :id} if the database still has the epoch {@code :epoch}. By its name, since EclipseLink
     * would translate a lock that is asked for anew into SQL each time.
     */
    static final String LOCK = "Tidemark.lockReplica";

    private static final Duration LATER = Duration.ofHours(1);

    @Id
    @Column(name = "id")
    private UUID id;

    @Column(name = "owner")
    private String owner;

    @Column(name = "label")
    private String label;

    @Column(name = "number")
    private long number;

    @Column(name = "digest")
    private String digest;

    /** False while a push that the database refused is being taken apart. */
    @Column(name = "complete")
    private boolean complete;

    @Column(name = "result")
    private String result;

    @Column(name = "revoked")
    private boolean revoked;

    @Convert(converter = InstantConverter.class)
    @Column(name = "created_at")
    private Instant createdAt;

    @Convert(converter = InstantConverter.class)
    @Column(name = "last_sync_at")
    private Instant lastSyncAt;

    /** The versions it has seen, by scope, as a JSON object. */
    @Column(name = "seen")
    private String seen;

    /** Whether the retention passed without a sync: it is listed no more, and its stored result is cut. */
    @Column(name = "abandoned")
    private boolean abandoned;

    protected Replica() {}

    public Replica(UUID id, Caller owner, Instant now) {
        this.id = id;
        this.owner = owner.user();
        this.label = owner.device();
        this.createdAt = now;
        this.complete = true;
    }

    /**
     * One that the server has not known, if the user may have one more: who starts anew again and again fills a table.
     * Those that were given up for lost do not count.
     */
    public static Replica fresh(EntityManager em, UUID id, Caller owner) {
        long known = em.createQuery(
                        "select count(r) from Replica r where r.owner = :owner and r.abandoned = false", Long.class)
                .setParameter("owner", owner.user())
                .getSingleResult();
        if (known >= Setting.REPLICAS_OF_USER.number()) {
            throw Refusal.tooMany(
                    "The user has " + known + " replicas. Whoever runs the server may raise tidemark.replicas.user.",
                    LATER);
        }
        return new Replica(id, owner, Instant.now());
    }

    /** The replica, locked until the transaction ends; empty if there is none, or if the epoch is another one. */
    public static Optional<Replica> lock(EntityManager em, UUID id, UUID epoch) {
        return em.createNamedQuery(LOCK, Replica.class)
                .setParameter("id", id)
                .setParameter("server", DatabaseEpoch.ID)
                .setParameter("epoch", epoch)
                .getResultStream()
                .findFirst();
    }

    public UUID id() {
        return id;
    }

    public String owner() {
        return owner;
    }

    public void label(String text) {
        label = text;
    }

    public void revoke() {
        revoked = true;
    }

    public boolean isAbandonedSince(Instant before) {
        return !abandoned && createdAt.isBefore(before) && (lastSyncAt == null || lastSyncAt.isBefore(before));
    }

    /**
     * Whether nothing would be lost with its row: it never pushed, has no records, and nobody has to be told to wipe
     * it.
     */
    public boolean isForgettable() {
        return number == 0 && seen == null && !revoked;
    }

    /**
     * Keeps what a push needs that is sent again, and the scopes that it has records of, since some may have to be
     * dropped. The sides of its conflicts, nearly all of its result, are in the register too.
     */
    public void abandon() {
        abandoned = true;
        if (result != null) {
            result = stored().withoutSides().toJson().toString();
        }
    }

    /** Refuses anybody but the user who first used it, and everybody once it is revoked. */
    public void admit(Caller caller) {
        admit(caller, owner, revoked);
    }

    public static void admit(Caller caller, String owner, boolean revoked) {
        if (!owner.equals(caller.user())) {
            throw Refusal.replicaNotOwned();
        }
        if (revoked) {
            throw Refusal.replicaRevoked();
        }
    }

    /**
     * The result so far: complete if this push was answered before, partial if it was being taken apart, empty if it is
     * new.
     */
    public PushResult resultSoFar(Push push) {
        if (push.number() == number && push.digest().equals(digest)) {
            return stored();
        }
        if (push.number() == number) {
            throw Refusal.replicaResetRequired("push " + number + " was another one");
        }
        if (push.number() != number + 1 || !complete) {
            throw Refusal.replicaResetRequired(
                    "push " + (complete ? number + 1 : number) + " is expected, not " + push.number());
        }
        return PushResult.of(push.number());
    }

    public boolean hasAnswered(Push push) {
        return complete && push.number() == number && push.digest().equals(digest);
    }

    private PushResult stored() {
        try (var reader = Json.createReader(new StringReader(result))) {
            return PushResult.fromJson(reader.readObject());
        }
    }

    /**
     * Keeps what was decided, in the transaction that decided it.
     *
     * @param mayBeLast whether nothing of the push is left if all its changes are decided: a part may leave resolutions
     *     to do
     */
    public void store(Push push, PushResult decided, boolean mayBeLast, Instant now) {
        this.lastSyncAt = now;
        this.abandoned = false;
        this.number = push.number();
        this.digest = push.digest();
        this.result = decided.toJson().toString();
        this.complete = mayBeLast && decided.decidesAll(push);
    }
}
