package org.tidemark.web;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.security.jacc.PolicyContext;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The web module as the container's authorization knows it. Payara 7 and GlassFish 7 count the EJBs of a WAR as a
 * module of its own, for which nobody has mapped groups to roles: a request that is asked for its roles within an EJB
 * says no to all. So the question is put in the context in which the request came.
 *
 * <p>Jakarta Authorization is no part of the Web Profile. Open Liberty lacks it, and fails within an EJB. There the
 * question is put in the context of the thread that handles the request, by Jakarta Concurrency.
 */
public record WebModule(String id, Executor context) {

    private static final String CONTEXTS = "java:comp/DefaultContextService";

    /** Of the thread that calls; to be asked where the request is handled, before any EJB is. */
    public static WebModule current() {
        try {
            return new WebModule(PolicyContext.getContextID(), Runnable::run);
        } catch (LinkageError noAuthorization) {
            return new WebModule(null, here());
        }
    }

    @SuppressWarnings("BanJNDI") // A name of the specification.
    private static Executor here() {
        try {
            ContextService contexts = InitialContext.doLookup(CONTEXTS);
            return contexts.currentContextExecutor();
        } catch (NamingException noConcurrency) {
            return Runnable::run;
        }
    }

    /** Asks in this module's context, whichever is that of the thread. */
    public boolean ask(BooleanSupplier question) {
        if (id == null) {
            return askInContext(question);
        }
        String before = PolicyContext.getContextID();
        if (id.equals(before)) {
            return question.getAsBoolean();
        }
        PolicyContext.setContextID(id);
        try {
            return question.getAsBoolean();
        } finally {
            PolicyContext.setContextID(before);
        }
    }

    private boolean askInContext(BooleanSupplier question) {
        var answer = new AtomicBoolean();
        context.execute(() -> answer.set(question.getAsBoolean()));
        return answer.get();
    }
}
