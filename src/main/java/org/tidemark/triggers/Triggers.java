package org.tidemark.triggers;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The triggers by which plain SQL is noticed, on PostgreSQL and MariaDB: their script for who runs the database, their
 * installation, and what is installed.
 */
@Stateless
public class Triggers {

    /** Of a table, as the start-up check finds it. */
    public enum State {
        COVERED,
        OUTDATED,
        MISSING
    }

    /**
     * @param states by table and collection
     * @param refused collections that cannot have triggers, each with the reason
     * @param gaps sentences about what the triggers of the others cannot notice
     */
    public record Report(Map<String, State> states, Map<String, String> refused, List<String> gaps) {

        public long count(State state) {
            return states.values().stream().filter(state::equals).count();
        }
    }

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    /** The script, or empty if there is none for this database. */
    public Optional<String> script() {
        return TriggerCatalog.of(em).map(catalog -> catalog.script().text());
    }

    /** Makes the triggers, or makes them anew. On several nodes one after the other. */
    public void install() {
        TriggerCatalog.of(em).ifPresent(TriggerCatalog::install);
    }

    /** What is installed; empty if there are no triggers for this database, or it has not been prepared yet. */
    public Optional<Report> check() {
        return TriggerCatalog.of(em).filter(TriggerCatalog::isPrepared).map(TriggerCatalog::report);
    }
}
