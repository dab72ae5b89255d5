package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.spi.ChangeApplied;
import org.tidemark.spi.ConflictRegistered;
import org.tidemark.spi.ConflictResolved;
import org.tidemark.spi.Operation;
import org.tidemark.spi.WrittenByQuery;

/**
 * Keeps the journal, and the estate's own records in step with appointments: in the transaction of the synchronisation.
 */
@Path("journal")
@ApplicationScoped
public class Journal {

    private final Map<String, Long> announced = new ConcurrentHashMap<>();

    @PersistenceContext(unitName = "fieldservice")
    private EntityManager em;

    @Inject
    private WrittenByQuery written;

    void changed(@Observes ChangeApplied change) {
        if (!(change.record() instanceof Appointment appointment)) {
            return;
        }
        note(change.operation() + " " + appointment.getId() + " by " + change.user()
                + (change.version().isPresent() ? " too late" : ""));
        if (appointment.getOrder() != null && change.operation() == Operation.ADDED) {
            appointment.getOrder().setReport("somebody comes at " + appointment.getBegins());
        } else if (appointment.getOrder() != null) {
            byQuery(appointment.getOrder());
        }
    }

    private void byQuery(ServiceOrder order) {
        em.createQuery("update ServiceOrder o set o.status = :done where o.id = :id")
                .setParameter("done", ServiceOrder.Status.DONE)
                .setParameter("id", order.getId())
                .executeUpdate();
        written.changed(ServiceOrder.class, List.of(order.getId()));
    }

    void announce(@Observes(during = TransactionPhase.AFTER_SUCCESS) ChangeApplied change) {
        announced.put(change.record().getSyncId().toString(), change.version().orElse(0));
    }

    void registered(@Observes ConflictRegistered conflict) {
        note("conflict " + conflict.client() + "-" + conflict.server() + " " + conflict.record() + " of "
                + conflict.user() + " in " + conflict.scope());
    }

    void resolved(@Observes ConflictResolved conflict) {
        note("resolved " + conflict.outcome() + " " + conflict.record() + " by " + conflict.user());
        if (conflict.type() == Appointment.class) {
            Appointment appointment = em.find(Appointment.class, conflict.record());
            if (appointment != null && "sealed".equals(appointment.getNote())) {
                throw new IllegalStateException("nobody resolves what is sealed");
            }
        }
    }

    private void note(String line) {
        em.persist(new JournalEntry(line));
    }

    /** The version under which a change was announced to the world. */
    @GET
    @Path("{record}")
    public String announced(@PathParam("record") String record) {
        return String.valueOf(announced.get(record));
    }
}
