package org.tidemark.web;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.servlet.ServletException;
import java.io.IOException;

/**
 * Who calls, as the container keeps it on the thread on which a request came. What is dispatched anew comes on another thread, and Payara asks
 * that one for the roles of a user: it has those of whoever was first on it.
 */
final class CallersContext {

    private final WebModule module = WebModule.current();
    private final Inside inside;

    /** What a filter lets follow. */
    @FunctionalInterface
    interface Answering {
        void run() throws IOException, ServletException;
    }

    /** Its proxy runs what it is given in the context in which the proxy was made. */
    public interface Inside {
        void run(Answering answering) throws IOException, ServletException;
    }

    /** Of the thread that calls. */
    CallersContext(ContextService contexts) {
        inside = contexts.createContextualProxy((Inside) Answering::run, Inside.class);
    }

    void answer(Answering answering) throws IOException, ServletException {
        inside.run(() -> module.answer(answering));
    }
}
