package org.tidemark.web;

import jakarta.security.jacc.PolicyContext;
import java.util.function.BooleanSupplier;

/**
 * The web module as the container's authorization knows it. Payara 7 and GlassFish 7 count the EJBs of a WAR as a
 * module of its own, for which nobody has mapped groups to roles: a request that is asked for its roles within an EJB
 * says no to all. So the question is put in the context in which the request came.
 *
 * <p>Jakarta Authorization is no part of the Web Profile. A server that lacks it does not tell modules apart by it.
 */
public record WebModule(String id) {

    /** Of the thread that calls; to be asked where the request is handled, before any EJB is. */
    public static WebModule current() {
        try {
            return new WebModule(PolicyContext.getContextID());
        } catch (LinkageError noAuthorization) {
            return new WebModule(null);
        }
    }

    /** Asks in this module's context, whichever is that of the thread. */
    public boolean ask(BooleanSupplier question) {
        if (id == null || id.equals(PolicyContext.getContextID())) {
            return question.getAsBoolean();
        }
        String before = PolicyContext.getContextID();
        PolicyContext.setContextID(id);
        try {
            return question.getAsBoolean();
        } finally {
            PolicyContext.setContextID(before);
        }
    }
}
