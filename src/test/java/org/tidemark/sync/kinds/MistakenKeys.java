package org.tidemark.sync.kinds;

import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** Keys that fail the deployment. */
public final class MistakenKeys {

    private MistakenKeys() {}

    @Entity(name = "elsewhere")
    @Synchronised(collection = "elsewhere", scope = "team")
    public static class Elsewhere extends Kind {}

    @Refused("a numeric key alone")
    @Entity(name = "numeric_key")
    @Synchronised(collection = "numeric-key", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class NumericKey implements Synchronisable {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        private Long id;

        @Transient
        private UUID syncId;

        @Override
        public UUID getSyncId() {
            return syncId;
        }

        @Override
        public void setSyncId(UUID id) {
            syncId = id;
        }

        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }

        @Version
        private int version;

        private String team;

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }
    }

    @Refused("`@Id @GeneratedValue UUID` alone")
    @Entity(name = "made_uuid")
    @Synchronised(collection = "made-uuid", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class MadeUuid implements Synchronisable {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        private UUID id;

        @Override
        public UUID getSyncId() {
            return id;
        }

        @Override
        public void setSyncId(UUID id) {
            this.id = id;
        }

        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }

        @Version
        private int version;

        private String team;

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }
    }

    @Refused("`@SyncId` of another type")
    @Entity(name = "text_id")
    @Synchronised(collection = "text-id", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class TextId implements Synchronisable {
        @Id
        private String code;

        public String getCode() {
            return code;
        }

        @SyncId
        private String syncId;

        @Override
        public UUID getSyncId() {
            return UUID.fromString(syncId);
        }

        @Override
        public void setSyncId(UUID id) {
            syncId = id.toString();
        }

        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }

        @Version
        private int version;

        private String team;

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }
    }

    public static class PairKey implements Serializable {
        private String a;
        private String b;

        @Override
        public boolean equals(Object o) {
            return o instanceof PairKey k && k.a.equals(a) && k.b.equals(b);
        }

        @Override
        public int hashCode() {
            return a.hashCode();
        }
    }

    @Embeddable
    public static class SpotKey implements Serializable {
        private String x;
        private String y;

        @Override
        public boolean equals(Object o) {
            return o instanceof SpotKey k && k.x.equals(x) && k.y.equals(y);
        }

        @Override
        public int hashCode() {
            return x.hashCode();
        }
    }

    @Refused("composite key, `@IdClass`")
    @Entity(name = "pair_keyed")
    @Synchronised(collection = "pair-keyed", scope = "team")
    @IdClass(MistakenKeys.PairKey.class)
    public static class PairKeyed extends OwnKind {
        @Id
        private String a;

        public String getA() {
            return a;
        }

        public void setA(String a) {
            this.a = a;
        }

        @Id
        private String b;

        public String getB() {
            return b;
        }

        public void setB(String b) {
            this.b = b;
        }
    }

    @Refused("composite key, `@EmbeddedId`")
    @Entity(name = "spot_keyed")
    @Synchronised(collection = "spot-keyed", scope = "team")
    public static class SpotKeyed extends OwnKind {
        @EmbeddedId
        private SpotKey place;

        public SpotKey getPlace() {
            return place;
        }

        public void setPlace(SpotKey place) {
            this.place = place;
        }
    }

    @Refused("natural key whose attribute is named `id`")
    @Entity(name = "id_named")
    @Synchronised(collection = "id-named", scope = "team")
    public static class IdNamed extends OwnKind {
        @Id
        private String id;

        public String getId() {
            return id;
        }

        public void setId(String id) {
            this.id = id;
        }
    }

    @Refused("UUID key by `@MapsId` alone")
    @Entity(name = "mapped_uuid")
    @Synchronised(collection = "mapped-uuid", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class MappedUuid implements Synchronisable {
        @Id
        private UUID id;

        @Override
        public UUID getSyncId() {
            return id;
        }

        @Override
        public void setSyncId(UUID id) {
            this.id = id;
        }

        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }

        @Version
        private int version;

        private String team;

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }

        @MapsId
        @OneToOne
        private Elsewhere owner;

        public Elsewhere getOwner() {
            return owner;
        }

        public void setOwner(Elsewhere owner) {
            this.owner = owner;
        }
    }
}
