package org.tidemark.rest;

import jakarta.security.jacc.PolicyContext;
import jakarta.security.jacc.PolicyContextException;
import jakarta.servlet.ServletContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.Subject;
import org.tidemark.web.DeclaredRoles;

/**
 * Tells the log of roles that nobody has declared. Payara and GlassFish say no to such a role, without a word, also to
 * a user who is in the group of that name. That is how it shows: the group is there, the role is not, and web.xml does
 * not name it. Servers that need no declaration say yes. Once for each role and application. Threadsafe.
 */
final class UndeclaredRoles {

    private static final System.Logger LOG = System.getLogger(UndeclaredRoles.class.getName());
    private static final String ATTRIBUTE = UndeclaredRoles.class.getName();

    /** By Jakarta Authorization. */
    private static final String SUBJECT = "javax.security.auth.Subject.container";

    /** After so many, the log says nothing new. */
    private static final int MOST = 20;

    private final ServletContext application;
    private final Set<String> looked = ConcurrentHashMap.newKeySet();

    private UndeclaredRoles(ServletContext application) {
        this.application = application;
    }

    static UndeclaredRoles of(ServletContext application) {
        synchronized (UndeclaredRoles.class) {
            if (application.getAttribute(ATTRIBUTE) == null) {
                application.setAttribute(ATTRIBUTE, new UndeclaredRoles(application));
            }
            return (UndeclaredRoles) application.getAttribute(ATTRIBUTE);
        }
    }

    /** The server has said that the user, on whose request this thread works, is not in the role. */
    void refused(String role, String user) {
        if (looked.contains(role) || looked.size() >= MOST || role.equals(user) || !isGroupOfCaller(role)) {
            return;
        }
        if (looked.add(role) && !DeclaredRoles.of(application).contains(role)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The server says that a user who is in the group {0} is not in the role {0}: the role is not declared. Add"
                            + " <security-role><role-name>{0}</role-name></security-role> to WEB-INF/web.xml, or"
                            + " @DeclareRoles(\"{0}\") to an EJB or a servlet",
                    role.replaceAll("\\p{Cntrl}", "?"));
        }
    }

    private static boolean isGroupOfCaller(String role) {
        try {
            return Groups.has(role);
        } catch (LinkageError | RuntimeException untold) {
            return false; // a server without Jakarta Authorization, or on a thread of no request
        }
    }

    /** Open Liberty has no Jakarta Authorization: a class that names its exception cannot be loaded there. */
    private static final class Groups {

        private Groups() {}

        static boolean has(String role) {
            try {
                return PolicyContext.getContext(SUBJECT) instanceof Subject subject
                        && subject.getPrincipals().stream().anyMatch(principal -> role.equals(principal.getName()));
            } catch (PolicyContextException untold) {
                return false;
            }
        }
    }
}
