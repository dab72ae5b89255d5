package org.tidemark.convergence.inside;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.tidemark.demo.Company;
import org.tidemark.demo.Contact;
import org.tidemark.sync.purge.RetentionPurge;

/**
 * What a history needs of the inside of the server and no user may have: a purge now, and code of the estate that
 * writes.
 */
@WebServlet("/convergence/*")
public class Levers extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** What the estate keeps from one request to the next, and merges back. */
    private static final Map<String, Object> KEPT = new ConcurrentHashMap<>();

    @Inject
    private transient RetentionPurge purge;

    @Inject
    private transient Writer writer;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        if (request.getPathInfo().equals("/purge")) {
            purge.tombstones(Instant.parse(request.getParameter("before")));
        } else {
            String[] ids = request.getParameterValues("id");
            String value = request.getParameter("value");
            String scope = request.getParameter("scope");
            try {
                KEPT.putAll(writer.write(ids, value, scope, KEPT));
            } catch (RuntimeException outdated) {
                KEPT.keySet()
                        .removeAll(List.of(ids)); // somebody else has changed one of them: read them, and do it again
                KEPT.putAll(writer.write(ids, value, scope, KEPT));
            }
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Code that knows JPA and nothing else. */
    @ApplicationScoped
    public static class Writer {

        @PersistenceContext(unitName = "tidemark")
        private EntityManager em;

        /**
         * One transaction, records in whatever order they come.
         *
         * @return the objects that it has written
         */
        @Transactional
        public Map<String, Object> write(String[] ids, String value, String scope, Map<String, Object> kept) {
            Map<String, Object> written = new HashMap<>();
            for (String id : ids) {
                Object record = id.charAt(0) == 'c' ? find(Company.class, id, kept) : find(Contact.class, id, kept);
                if (record instanceof Company company) {
                    company.setPhone(value + "-" + id.substring(1, 9));
                    if (scope != null) {
                        company.setRegion(scope);
                    }
                } else if (record instanceof Contact contact) {
                    contact.setPhone(value + "-" + id.substring(1, 9));
                }
                em.flush();
                if (record != null) {
                    written.put(id, record);
                }
            }
            return written;
        }

        /** As it was kept, if it is still there. */
        private <T> T find(Class<T> type, String id, Map<String, Object> kept) {
            T found = em.find(type, UUID.fromString(id.substring(1)));
            return found == null || !kept.containsKey(id) ? found : em.merge(type.cast(kept.get(id)));
        }
    }
}
