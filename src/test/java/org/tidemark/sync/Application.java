package org.tidemark.sync;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.tidemark.spi.RecordEvent.Kind;
import org.tidemark.sync.capture.CapturedChanges;

/**
 * Code of an application that writes by JPA, beside an {@link Estate} that synchronises: each transaction is a request,
 * ends as in a server (the provider writes, then everything is numbered), and leaves its entities detached.
 */
public final class Application {

    private final Estate estate;

    public Application(Estate estate) {
        this.estate = estate;
    }

    /** A request's work; what it returns is what the application keeps. */
    public <T> T request(Function<EntityManager, T> work) {
        return estate.connections.inTransaction(() -> {
            var changes = new CapturedChanges(estate.registry, estate.before());
            Ears.tell(changes);
            T result;
            try {
                result = ending(estate.begin(), work);
            } finally {
                Ears.tell(null);
            }
            ending(estate.begin(), em -> changes.number(em, Instant.now(), "office"));
            return result;
        });
    }

    private static <T> T ending(EntityManager em, Function<EntityManager, T> work) {
        try {
            T result = work.apply(em);
            em.getTransaction().commit();
            return result;
        } finally {
            if (em.getTransaction().isActive()) {
                em.getTransaction().rollback();
            }
            em.close();
        }
    }

    /** Within a request: what a query has done, or is about to do. */
    public void told(String collection, Object key, Kind kind) {
        Ears.listening().addTold(estate.registry.get(collection), List.of(key), kind);
    }
}
