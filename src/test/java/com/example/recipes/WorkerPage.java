package com.example.recipes;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import java.util.Optional;

/** The form of one worker: what was shown in one request comes back in another. */
public class WorkerPage {

    /** What the form sends: the revision that was on the screen is a hidden field of it. */
    public record Form(Long id, int revision, String name) {}

    private final EntityManager em;

    public WorkerPage(EntityManager em) {
        this.em = em;
    }

    /** Empty if somebody was faster: the page shows the worker as it is now, beside what was typed. */
    public Optional<Worker> save(Form form) {
        Worker worker = em.find(Worker.class, form.id(), LockModeType.OPTIMISTIC);
        if (worker == null || worker.getRevision() != form.revision()) {
            return Optional.empty();
        }
        worker.rename(form.name());
        return Optional.of(worker);
    }

    /** The same for a page that keeps the entity itself. */
    public Optional<Worker> save(Worker kept) {
        try {
            Worker merged = em.merge(kept);
            em.flush();
            return Optional.of(merged);
        } catch (OptimisticLockException somebodyWasFaster) {
            return Optional.empty();
        }
    }
}
