package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Transient;
import java.util.UUID;
import org.tidemark.spi.SyncId;
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
    public static class NumericKey extends Keyless {
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
    }

    @Refused("`@Id @GeneratedValue UUID` alone")
    @Entity(name = "made_uuid")
    @Synchronised(collection = "made-uuid", scope = "team")
    public static class MadeUuid extends Keyless {
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
    }

    @Refused("`@SyncId` of another type")
    @Entity(name = "text_id")
    @Synchronised(collection = "text-id", scope = "team")
    public static class TextId extends Keyless {
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
    public static class MappedUuid extends Keyless {
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
