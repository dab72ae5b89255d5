package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Versions;

/** Classes that fail the deployment. */
public final class MistakenClasses {

    private MistakenClasses() {}

    @Refused("without the interface `Synchronisable`")
    @Entity(name = "no_contract")
    @Synchronised(collection = "no-contract", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class NoContract {
        @Id
        private UUID id;

        private String team;

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }

        @Embedded
        private SyncState sync = new SyncState();

        @Version
        private int version;
    }

    @Refused("a collection name with other letters")
    @Entity(name = "bad_name")
    @Synchronised(collection = "bad name", scope = "team")
    public static class BadName extends Kind {}

    @Refused("two entities with one collection name")
    @Entity(name = "first_twin")
    @Synchronised(collection = "twins", scope = "team")
    public static class FirstTwin extends Kind {}

    @Entity(name = "second_twin")
    @Synchronised(collection = "twins", scope = "team")
    public static class SecondTwin extends Kind {}

    @Refused("abstract")
    @Entity(name = "vague")
    @Synchronised(collection = "vague", scope = "team")
    @Inheritance(strategy = InheritanceType.JOINED)
    public abstract static class Vague extends Kind {}

    @Entity(name = "below_vague")
    public static class BelowVague extends Vague {}

    @Refused("super- and subclass both `@Synchronised`")
    @Entity(name = "upper")
    @Synchronised(collection = "upper", scope = "team")
    @Inheritance(strategy = InheritanceType.JOINED)
    public static class Upper extends Kind {}

    @Entity(name = "lower")
    @Synchronised(collection = "lower", scope = "team")
    public static class Lower extends Upper {}

    @Refused("without `@Version`")
    @Entity(name = "unversioned")
    @Synchronised(collection = "unversioned", scope = "team")
    public static class Unversioned extends Versions.Lockless {}

    @Refused("without `RecordListener`")
    @Entity(name = "unheard")
    @Synchronised(collection = "unheard", scope = "team")
    public static class Unheard extends Bare {
        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }
    }

    @Refused("without `SyncState`")
    @Entity(name = "stateless")
    @Synchronised(collection = "stateless", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class Stateless extends Bare {
        @Override
        public SyncState getSync() {
            return new SyncState();
        }
    }

    @Refused("`getSync()` returns null")
    @Entity(name = "null_state")
    @Synchronised(collection = "null-state", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class NullState extends Bare {
        @Embedded
        private SyncState sync;

        @Override
        public SyncState getSync() {
            return sync;
        }
    }

    @Refused("`getSyncId()` and `setSyncId()` disagree")
    @Entity(name = "other_id")
    @Synchronised(collection = "other-id", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class OtherId extends Bare {
        @Override
        public void setSyncId(UUID id) {}

        @Embedded
        private SyncState sync = new SyncState();

        @Override
        public SyncState getSync() {
            return sync;
        }
    }
}
