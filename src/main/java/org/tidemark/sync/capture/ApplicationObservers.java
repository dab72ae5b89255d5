package org.tidemark.sync.capture;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.log.TroubleLog;
import org.tidemark.sync.retry.ApplicationFailedException;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.retry.MachineFailure;

/** The observers that the application has for what a synchronisation does. Threadsafe. */
@ApplicationScoped
public class ApplicationObservers {

    private static final TroubleLog LOG = new TroubleLog(ApplicationObservers.class);

    @Inject
    private BeanManager beans;

    @Inject
    private ApplicationWrites estateWrites;

    private final Map<Class<?>, Boolean> known = new ConcurrentHashMap<>();

    /** Whether anybody observes such events: without observers they cost nothing. */
    public boolean observe(Object event) {
        return known.computeIfAbsent(
                event.getClass(), type -> !beans.resolveObserverMethods(event).isEmpty());
    }

    /**
     * Tells them in the current transaction, whose changes are written by now.
     *
     * @param sideWrites gets what they write by JPA or tell by query
     * @param andThen what is done with it
     * @throws ApplicationFailedException if one of them throws, or has written what cannot be
     */
    public void tell(List<Object> events, EntityManager em, IndirectWrites sideWrites, Runnable andThen) {
        em.setFlushMode(FlushModeType.AUTO);
        Object current = null;
        try {
            for (Object event : events) {
                current = event;
                beans.getEvent().fire(event);
                if (estateWrites.isDoomed()) {
                    throw new IllegalStateException("an observer has marked the transaction for rollback");
                }
            }
            sideWrites.flush(em);
            em.setFlushMode(FlushModeType.COMMIT);
            andThen.run();
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            if (e instanceof Exception failure
                    && DatabaseRefusedException.of(failure) instanceof DatabaseRefusedException refused
                    && refused.isTransient()) {
                throw refused;
            }
            LOG.warn("an observer does not let pass: " + name(current), e);
            throw new ApplicationFailedException("an observer failed");
        }
    }

    /** Without what is in it: that is of the record. */
    private static String name(Object event) {
        return event == null ? "what it wrote" : event.getClass().getSimpleName();
    }
}
