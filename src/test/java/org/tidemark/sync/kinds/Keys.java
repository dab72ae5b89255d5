package org.tidemark.sync.kinds;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToOne;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** Primary keys. */
public final class Keys {

    private Keys() {}

    @Works(row = "`@Id UUID` of `SyncedEntity`")
    @Entity(name = "extended")
    @Synchronised(collection = "extended", scope = "team")
    public static class Extended extends Kind {}

    @Works(row = "`@Id UUID` in a class of its own")
    @Entity(name = "own_class")
    @Synchronised(collection = "own-class", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class OwnClass implements Synchronisable {
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

        private String note;

        public String getNote() {
            return note;
        }

        public void setNote(String note) {
            this.note = note;
        }
    }

    @Works(row = "`@Id @GeneratedValue UUID`, `@SyncId` beside")
    @Entity(name = "generated_uuid")
    @Synchronised(collection = "generated-uuid", scope = "team")
    public static class GeneratedUuid extends OwnKind {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        private UUID id;

        public UUID getId() {
            return id;
        }
    }

    @Works(
            row = "`@Id UUID` that means something else, `@SyncId` beside",
            created = "{'team': 'red', 'note': 'a', 'asset': '5f9c2d3e-0000-4000-8000-000000000001'}")
    @Entity(name = "natural_uuid")
    @Synchronised(collection = "natural-uuid", scope = "team")
    public static class NaturalUuid extends OwnKind {
        @Id
        private UUID asset;

        public UUID getAsset() {
            return asset;
        }

        public void setAsset(UUID asset) {
            this.asset = asset;
        }
    }

    @Works(row = "`IDENTITY` column, `@SyncId` beside")
    @Entity(name = "identity_key")
    @Synchronised(collection = "identity-key", scope = "team")
    public static class IdentityKey extends OwnKind {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        private Long id;

        public Long getId() {
            return id;
        }
    }

    @Works(row = "`SEQUENCE`, `@SyncId` beside")
    @Entity(name = "sequence_key")
    @Synchronised(collection = "sequence-key", scope = "team")
    public static class SequenceKey extends OwnKind {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "kinds")
        @SequenceGenerator(name = "kinds", sequenceName = "kinds", allocationSize = 1)
        private long id;

        public long getId() {
            return id;
        }
    }

    @Works(row = "natural key, a String, `@SyncId` beside", created = "{'team': 'red', 'note': 'a', 'code': 'A-1'}")
    @Entity(name = "natural_key")
    @Synchronised(collection = "natural-key", scope = "team")
    public static class NaturalKey extends OwnKind {
        @Id
        private String code;

        public String getCode() {
            return code;
        }

        public void setCode(String code) {
            this.code = code;
        }
    }

    @Works(row = "natural key, a number, `@SyncId` beside", created = "{'team': 'red', 'note': 'a', 'badge': 4711}")
    @Entity(name = "numbered_key")
    @Synchronised(collection = "numbered-key", scope = "team")
    public static class NumberedKey extends OwnKind {
        @Id
        private int badge;

        public int getBadge() {
            return badge;
        }

        public void setBadge(int badge) {
            this.badge = badge;
        }
    }

    @Works(
            row = "key of another entity by `@MapsId`, `@SyncId` beside",
            created = "{'team': 'red', 'note': 'a', 'owner': '$sequence-key'}")
    @Entity(name = "mapped_key")
    @Synchronised(collection = "mapped-key", scope = "team")
    public static class MappedKey extends OwnKind {
        @Id
        private Long id;

        public Long getId() {
            return id;
        }

        @MapsId
        @OneToOne
        private SequenceKey owner;

        public SequenceKey getOwner() {
            return owner;
        }

        public void setOwner(SequenceKey owner) {
            this.owner = owner;
        }
    }
}
