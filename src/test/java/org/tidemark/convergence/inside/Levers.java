package org.tidemark.convergence.inside;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
        } else if (request.getPathInfo().equals("/forget")) {
            KEPT.clear();
        } else {
            List<String> ids = List.of(request.getParameterValues("id"));
            String value = request.getParameter("value");
            String scope = request.getParameter("scope");
            boolean appends = Boolean.parseBoolean(request.getParameter("appends"));
            if (request.getPathInfo().equals("/query")) {
                writer.query(ids, value, scope, appends, Boolean.parseBoolean(request.getParameter("deletes")));
            } else {
                write(ids, value, scope, appends);
            }
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void write(List<String> ids, String value, String scope, boolean appends) {
        try {
            KEPT.putAll(writer.write(ids, value, scope, appends, KEPT));
        } catch (RuntimeException outdated) {
            KEPT.keySet().removeAll(ids); // somebody else has changed one of them: read them, and do it again
            KEPT.putAll(writer.write(ids, value, scope, appends, KEPT));
        }
    }

    /**
     * One statement of plain SQL, for all databases.
     *
     * @param id of a record, after the letter of its kind
     */
    public static String statement(String id, String value, String scope, boolean appends, boolean deletes) {
        boolean isCompany = id.charAt(0) == 'c';
        String table = isCompany ? "company" : "contact";
        String where = " where id = '" + id.substring(1) + "'";
        if (deletes) {
            return "delete from " + table + where;
        }
        String list = isCompany ? "notes" : "role";
        String own = value + "-" + id.substring(1, 9);
        String appended = "case when char_length(" + list + ") > 80 then '" + own + "' else concat(" + list + ", ' ', '"
                + own + "') end";
        return "update " + table + " set " + (appends ? list + " = " + appended : "phone = '" + own + "'")
                + (isCompany && scope != null ? ", region = '" + scope + "'" : "")
                // Nobody else raises it: code of the application would write back the old object that it has kept.
                + ", sync_lock = sync_lock + 1" + where;
    }
}
