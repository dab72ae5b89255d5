package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** Hierarchies and classes. */
public final class Classes {

    private Classes() {}

    @Entity(name = "joined_root")
    @Inheritance(strategy = InheritanceType.JOINED)
    @DiscriminatorColumn(name = "dtype")
    public abstract static class JoinedRoot extends Kind {}

    @Works(
            row = "concrete classes of a `JOINED` hierarchy",
            butNot = {"eclipselink on MariaDB"},
            created = "{'team': 'red', 'note': 'a', 'axles': 2}",
            changed = "{'note': 'b', 'axles': 3}",
            other = "{'axles': 4}")
    @Entity(name = "joined_leaf")
    @Synchronised(collection = "joined-leaf", scope = "team")
    public static class JoinedLeaf extends JoinedRoot {
        private int axles;

        public int getAxles() {
            return axles;
        }

        public void setAxles(int axles) {
            this.axles = axles;
        }
    }

    @Entity(name = "single_root")
    @DiscriminatorColumn(name = "kind")
    public abstract static class SingleRoot extends Kind {}

    @Works(
            row = "concrete classes of a `SINGLE_TABLE` hierarchy",
            created = "{'team': 'red', 'note': 'a', 'radius': 2}",
            changed = "{'note': 'b', 'radius': 3}",
            other = "{'radius': 4}")
    @Entity(name = "single_leaf")
    @Synchronised(collection = "single-leaf", scope = "team")
    public static class SingleLeaf extends SingleRoot {
        private Integer radius;

        public Integer getRadius() {
            return radius;
        }

        public void setRadius(Integer radius) {
            this.radius = radius;
        }
    }

    @Entity(name = "per_class_root")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    public abstract static class PerClassRoot extends Kind {}

    @Works(
            row = "concrete classes of a `TABLE_PER_CLASS` hierarchy",
            created = "{'team': 'red', 'note': 'a', 'depth': 2}",
            changed = "{'note': 'b', 'depth': 3}",
            other = "{'depth': 4}")
    @Entity(name = "per_class_leaf")
    @Synchronised(collection = "per-class-leaf", scope = "team")
    public static class PerClassLeaf extends PerClassRoot {
        private Integer depth;

        public Integer getDepth() {
            return depth;
        }

        public void setDepth(Integer depth) {
            this.depth = depth;
        }
    }

    @Works(row = "a class with subclasses that are entities but no collections, `SINGLE_TABLE`")
    @Entity(name = "root_alone")
    @Synchronised(collection = "root-alone", scope = "team")
    @DiscriminatorColumn(name = "dtype")
    public static class RootAlone extends Kind {}

    @Entity(name = "below_root_alone")
    public static class BelowRootAlone extends RootAlone {
        private String extra;

        public String getExtra() {
            return extra;
        }

        public void setExtra(String extra) {
            this.extra = extra;
        }
    }

    @Works(
            row = "a class with subclasses that are entities but no collections, `JOINED`",
            butNot = {"eclipselink on PostgreSQL"})
    @Entity(name = "joined_alone")
    @Synchronised(collection = "joined-alone", scope = "team")
    @Inheritance(strategy = InheritanceType.JOINED)
    @DiscriminatorColumn(name = "dtype")
    public static class JoinedAlone extends Kind {}

    @Entity(name = "below_joined_alone")
    public static class BelowJoinedAlone extends JoinedAlone {
        private String extra;

        public String getExtra() {
            return extra;
        }

        public void setExtra(String extra) {
            this.extra = extra;
        }
    }

    @Works(
            row = "mapped superclasses of the application",
            created = "{'team': 'red', 'note': 'a', 'size': 1, 'weight': 2}",
            changed = "{'size': 3, 'weight': 3}",
            other = "{'size': 4}")
    @Entity(name = "middle_leaf")
    @Synchronised(collection = "middle-leaf", scope = "team")
    public static class MiddleLeaf extends OwnMiddle {
        private Integer weight;

        public Integer getWeight() {
            return weight;
        }

        public void setWeight(Integer weight) {
            this.weight = weight;
        }
    }

    @MappedSuperclass
    public abstract static class OwnMiddle extends OwnKind {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        private Long id;

        public Long getId() {
            return id;
        }

        @Column(name = "own_size")
        private int size;

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }
    }

    @Works(row = "annotations on getters")
    @Entity(name = "property_access")
    @Synchronised(collection = "property-access", scope = "team")
    @EntityListeners(RecordListener.class)
    public static class PropertyAccess implements Synchronisable {
        private UUID id;
        private long revision;
        private SyncState sync = new SyncState();
        private String team;
        private String text;

        @Id
        public UUID getId() {
            return id;
        }

        public void setId(UUID id) {
            this.id = id;
        }

        @Transient
        @Override
        public UUID getSyncId() {
            return id;
        }

        @Override
        public void setSyncId(UUID id) {
            this.id = id;
        }

        @Version
        public long getRevision() {
            return revision;
        }

        public void setRevision(long revision) {
            this.revision = revision;
        }

        @Embedded
        @Override
        public SyncState getSync() {
            return sync;
        }

        public void setSync(SyncState sync) {
            this.sync = sync;
        }

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }

        @Column(name = "text_of_note")
        public String getNote() {
            return text;
        }

        public void setNote(String note) {
            this.text = note;
        }
    }

    @Works(row = "a class that is not public")
    @Entity(name = "hidden")
    @Synchronised(collection = "hidden", scope = "team")
    static class Hidden extends Kind {}

    /** Has the columns of its superclass, though no replica holds it. */
    @Entity(name = "bystander")
    public static class Bystander extends Kind {}
}
