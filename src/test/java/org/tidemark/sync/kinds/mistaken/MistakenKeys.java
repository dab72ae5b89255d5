package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.OwnKind;

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
