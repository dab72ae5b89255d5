package org.tidemark.convergence.inside;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Verdict;

/** What decides about edits that met is a row, so that each history can have a rule of its own. */
public abstract class TableRule<E extends Synchronisable> implements ConflictRule<E> {

    @PersistenceContext(unitName = "tidemark")
    private EntityManager em;

    @Override
    public Verdict decide(EditConflict conflict) {
        Object decision =
                em.createNativeQuery("select decision from convergence_rule").getSingleResult();
        return switch ((String) decision) {
            case "CLIENT" -> Verdict.client();
            case "SERVER" -> Verdict.server();
            default -> Verdict.person();
        };
    }
}
