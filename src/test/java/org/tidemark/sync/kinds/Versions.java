package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.sql.Timestamp;
import java.util.UUID;
import org.tidemark.spi.Synchronised;

/** Optimistic locks. */
public final class Versions {

    private Versions() {}

    /** Everything but the lock. */
    @MappedSuperclass
    public abstract static class Lockless extends Noted {
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
    }

    @Works(row = "`@Version long`")
    @Entity(name = "long_version")
    @Synchronised(collection = "long-version", scope = "team")
    public static class LongVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private long lock;
    }

    @Works(row = "`@Version int`")
    @Entity(name = "int_version")
    @Synchronised(collection = "int-version", scope = "team")
    public static class IntVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private int lock;
    }

    @Works(row = "`@Version short`")
    @Entity(name = "short_version")
    @Synchronised(collection = "short-version", scope = "team")
    public static class ShortVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private short lock;
    }

    @Works(row = "`@Version Long`")
    @Entity(name = "boxed_long_version")
    @Synchronised(collection = "boxed-long-version", scope = "team")
    public static class BoxedLongVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private Long lock;
    }

    @Works(row = "`@Version Integer`")
    @Entity(name = "boxed_integer_version")
    @Synchronised(collection = "boxed-integer-version", scope = "team")
    public static class BoxedIntegerVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private Integer lock;
    }

    @Works(row = "`@Version Short`")
    @Entity(name = "boxed_short_version")
    @Synchronised(collection = "boxed-short-version", scope = "team")
    public static class BoxedShortVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private Short lock;
    }

    @Works(
            row = "`@Version Timestamp`",
            butNot = {"eclipselink"})
    @Entity(name = "timestamp_version")
    @Synchronised(collection = "timestamp-version", scope = "team")
    public static class TimestampVersion extends Lockless {
        @Version
        @Column(name = "lock_number")
        private Timestamp lock;
    }
}
