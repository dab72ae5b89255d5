package com.example.recipes;

import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.tidemark.spi.SyncedEntity;
import org.tidemark.spi.Synchronised;

/** A row of what was the table of a {@code @ManyToMany}. */
@Entity
@Table(name = "worker_skill")
@Synchronised(collection = "worker-skills", scope = "worker")
public class WorkerSkill extends SyncedEntity {

    private static final long serialVersionUID = 1L;

    @ManyToOne(optional = false)
    @JoinColumn(name = "worker_id", updatable = false)
    private Worker worker;

    @ManyToOne(optional = false)
    @JoinColumn(name = "skill_id", updatable = false)
    private Skill skill;

    protected WorkerSkill() {}

    WorkerSkill(Worker worker, Skill skill) {
        this.worker = worker;
        this.skill = skill;
    }

    public Worker getWorker() {
        return worker;
    }

    private void setWorker(Worker worker) {
        this.worker = worker;
    }

    public Skill getSkill() {
        return skill;
    }

    private void setSkill(Skill skill) {
        this.skill = skill;
    }
}
