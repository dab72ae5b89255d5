package org.tidemark.convergence.inside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.tidemark.demo.Company;
import org.tidemark.demo.Contact;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.WrittenByQuery;

/** Code that knows JPA and nothing else. Each call is one transaction, with records in whatever order they come. */
@ApplicationScoped
public class Writer {

    private static final int LONGEST_LIST = 80;

    @PersistenceContext(unitName = "tidemark")
    private EntityManager em;

    @Inject
    private WrittenByQuery written;

    /** @return the objects that it has written */
    @Transactional
    public Map<String, Object> write(
            List<String> ids, String value, String scope, boolean appends, Map<String, Object> kept) {
        Map<String, Object> done = new HashMap<>();
        for (String id : ids) {
            Object record = id.charAt(0) == 'c' ? find(Company.class, id, kept) : find(Contact.class, id, kept);
            String own = value + "-" + id.substring(1, 9);
            if (record instanceof Company company) {
                write(company, own, scope, appends);
            } else if (record instanceof Contact contact && appends) {
                contact.setRole(appended(contact.getRole(), own));
            } else if (record instanceof Contact contact) {
                contact.setPhone(own);
            }
            em.flush();
            if (record != null) {
                done.put(id, record);
            }
        }
        return done;
    }

    private static void write(Company company, String own, String scope, boolean appends) {
        if (appends) {
            company.setNotes(appended(company.getNotes(), own));
        } else {
            company.setPhone(own);
        }
        if (scope != null) {
            company.setRegion(scope);
        }
    }

    private static String appended(String list, String element) {
        return list.length() > LONGEST_LIST ? element : list + " " + element;
    }

    /** As it was kept, if it is still there. */
    private <T> T find(Class<T> type, String id, Map<String, Object> kept) {
        T found = em.find(type, UUID.fromString(id.substring(1)));
        return found == null || !kept.containsKey(id) ? found : em.merge(type.cast(kept.get(id)));
    }

    /** By queries, which have to be told. */
    @Transactional
    public void query(List<String> ids, String value, String scope, boolean appends, boolean deletes) {
        for (String id : ids) {
            Class<? extends Synchronisable> type = id.charAt(0) == 'c' ? Company.class : Contact.class;
            List<UUID> keys = List.of(UUID.fromString(id.substring(1)));
            if (deletes) {
                written.deleting(type, keys);
            }
            em.createNativeQuery(Levers.statement(id, value, scope, appends, deletes))
                    .executeUpdate();
            if (!deletes) {
                written.changed(type, keys);
            }
        }
    }
}
