package org.tidemark.sync.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the log of users who may read nothing, once each: mostly a role is misspelt, or was never declared. Threadsafe.
 */
@ApplicationScoped
public class CallersWithoutScope {

    private static final System.Logger LOG = System.getLogger(CallersWithoutScope.class.getName());

    /** After so many, the log says nothing new. */
    private static final int MOST = 20;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    public void tell(String user) {
        if (told.size() < MOST && told.add(user)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} may read no scope and gets no record. If that is wrong, look at ScopePolicy.readable, and whether the roles"
                            + " that it asks for are declared in web.xml or by @DeclareRoles, and mapped in the server",
                    user.replaceAll("\\p{Cntrl}", "?"));
        }
    }
}
