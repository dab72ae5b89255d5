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
import java.util.UUID;
import org.tidemark.demo.Company;
import org.tidemark.demo.Contact;
import org.tidemark.sync.TombstonePurge;

/** What a history needs of the inside of the server and no user may have: a purge now, and code of the estate that writes. */
@WebServlet("/convergence/*")
public class Levers extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient TombstonePurge purge;

    @Inject
    private transient Writer writer;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        if (request.getPathInfo().equals("/purge")) {
            purge.purge(Instant.parse(request.getParameter("before")));
        } else {
            writer.write(request.getParameterValues("id"), request.getParameter("value"));
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Code that knows JPA and nothing else. */
    @ApplicationScoped
    public static class Writer {

        @PersistenceContext(unitName = "tidemark")
        private EntityManager em;

        /** One transaction, records in whatever order they come. */
        @Transactional
        public void write(String[] ids, String value) {
            for (String id : ids) {
                UUID key = UUID.fromString(id.substring(1));
                if (id.charAt(0) == 'c') {
                    Company company = em.find(Company.class, key);
                    if (company != null) {
                        company.setPhone(value + "-" + id.substring(1, 9));
                    }
                } else {
                    Contact contact = em.find(Contact.class, key);
                    if (contact != null) {
                        contact.setPhone(value + "-" + id.substring(1, 9));
                    }
                }
                em.flush();
            }
        }
    }
}
