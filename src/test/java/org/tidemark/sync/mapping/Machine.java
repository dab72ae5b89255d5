package org.tidemark.sync.mapping;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tidemark.spi.RecordListener;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/** A numeric key of a sequence with the sync id beside it, a version of its own, and no base class. */
@Entity
@Table(name = "machine")
@Synchronised(collection = "machines", scope = "team")
@EntityListeners(RecordListener.class)
public class Machine implements Synchronisable {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "machine_id")
    @SequenceGenerator(name = "machine_id", sequenceName = "machine_id", allocationSize = 1)
    @Column(name = "id")
    private Long id;

    @SyncId
    @Column(name = "sync_id")
    private UUID syncId;

    @Embedded
    private SyncState state = new SyncState();

    @Version
    @Column(name = "opt_lock")
    private Integer optLock;

    @Column(name = "team")
    private String team;

    @Column(name = "name")
    private String name;

    /** A set: without an order. */
    @ElementCollection
    @CollectionTable(name = "machine_skill", joinColumns = @JoinColumn(name = "machine"))
    @Column(name = "skill")
    private Set<String> skills = new HashSet<>();

    /** A list that keeps its order. */
    @ElementCollection
    @CollectionTable(name = "machine_step", joinColumns = @JoinColumn(name = "machine"))
    @OrderColumn(name = "place")
    @Column(name = "minutes")
    private List<Long> steps = new ArrayList<>();

    public Set<String> getSkills() {
        return skills;
    }

    public void setSkills(Set<String> skills) {
        this.skills = skills;
    }

    public List<Long> getSteps() {
        return steps;
    }

    public void setSteps(List<Long> steps) {
        this.steps = steps;
    }

    public Long getId() {
        return id;
    }

    @Override
    public UUID getSyncId() {
        return syncId;
    }

    @Override
    public void setSyncId(UUID id) {
        this.syncId = id;
    }

    @Override
    public SyncState getSync() {
        return state;
    }

    public String getTeam() {
        return team;
    }

    public void setTeam(String team) {
        this.team = team;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }
}
