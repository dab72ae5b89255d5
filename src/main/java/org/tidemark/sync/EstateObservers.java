package org.tidemark.sync;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The observers that the estate has for what a synchronisation does. Threadsafe. */
@ApplicationScoped
class EstateObservers {

    private static final System.Logger LOG = System.getLogger(EstateObservers.class.getName());

    @Inject
    private BeanManager beans;

    @Inject
    private EstateWrites estateWrites;

    private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

    /** Whether anybody observes such events: without observers they cost nothing. */
    boolean observe(Object event) {
        return known.computeIfAbsent(
                event.getClass(), type -> !beans.resolveObserverMethods(event).isEmpty());
    }

    /**
     * Tells them in the current transaction, whose changes are written by now.
     *
     * @param andThen takes what they have written by JPA or told by query
     * @throws EstateFailedException if one of them throws, or has written what cannot be
     */
    void tell(List<Object> events, EntityManager em, Consumer<EstateChanges> andThen) {
        EstateChanges changes = estateWrites.collect();
        em.setFlushMode(FlushModeType.AUTO);
        Object current = null;
        try {
            for (Object event : events) {
                current = event;
                beans.getEvent().fire(event);
            }
            em.flush();
            if (estateWrites.isDoomed()) {
                throw new IllegalStateException("an observer has marked the transaction for rollback");
            }
            estateWrites.leaveToSync();
            em.setFlushMode(FlushModeType.COMMIT);
            andThen.accept(changes);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            if (e instanceof Exception failure
                    && DatabaseRefusedException.of(failure) instanceof DatabaseRefusedException refused
                    && refused.isTransient()) {
                throw refused;
            }
            LOG.log(System.Logger.Level.WARNING, "an observer does not let pass: " + current, e);
            throw new EstateFailedException("an observer failed");
        }
    }
}
