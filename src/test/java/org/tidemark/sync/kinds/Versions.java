package org.tidemark.sync.kinds;

import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.sql.Timestamp;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** Optimistic locks. */
public final class Versions {

    private Versions() {}

    @Works(row = "`@Version long`")
    @Entity(name = "long_version")
    @Synchronised(collection = "long-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class LongVersion implements Synchronisable {
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
        private long lock;

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

    @Works(row = "`@Version int`")
    @Entity(name = "int_version")
    @Synchronised(collection = "int-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class IntVersion implements Synchronisable {
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
        private int lock;

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

    @Works(row = "`@Version short`")
    @Entity(name = "short_version")
    @Synchronised(collection = "short-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class ShortVersion implements Synchronisable {
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
        private short lock;

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

    @Works(row = "`@Version Long`")
    @Entity(name = "boxed_long_version")
    @Synchronised(collection = "boxed-long-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class BoxedLongVersion implements Synchronisable {
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
        private Long lock;

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

    @Works(row = "`@Version Integer`")
    @Entity(name = "boxed_integer_version")
    @Synchronised(collection = "boxed-integer-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class BoxedIntegerVersion implements Synchronisable {
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
        private Integer lock;

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

    @Works(row = "`@Version Short`")
    @Entity(name = "boxed_short_version")
    @Synchronised(collection = "boxed-short-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class BoxedShortVersion implements Synchronisable {
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
        private Short lock;

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

    @Works(
            row = "`@Version Timestamp`",
            butNot = {"eclipselink"})
    @Entity(name = "timestamp_version")
    @Synchronised(collection = "timestamp-version", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class TimestampVersion implements Synchronisable {
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
        private Timestamp lock;

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
}
