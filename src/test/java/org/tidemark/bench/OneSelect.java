package org.tidemark.bench;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.tidemark.sync.state.DatabaseEpoch;

/**
 * A resource that asks the database for one row by its key, in no transaction. Measured as {@code /bench/select}:
 * whether there is anything new only the database knows, so no server can answer that by less.
 */
@ApplicationScoped
@Path("select")
public class OneSelect {

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @GET
    public String get() {
        return em.createQuery("select s.epoch from DatabaseEpoch s where s.id = :id")
                .setParameter("id", DatabaseEpoch.ID)
                .getSingleResult()
                .toString();
    }
}
