package org.tidemark.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.security.jacc.PolicyContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.NotFoundException;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tidemark.rest.events.FakeServlet;

/** A container like Payara 7, which knows the roles of a request in the web module alone. */
class SignedInTest {

    private static final String WEB = "tidemark/tidemark";
    private static final String EJB = "tidemark/tidemark_internal";

    private boolean isOver;

    @AfterEach
    void leaveTheContainer() {
        PolicyContext.setContextID(null);
    }

    @Test
    void a_role_of_the_caller_holds_within_an_EJB_as_in_front_of_it() {
        SignedIn alice = in(WEB, "emea");
        PolicyContext.setContextID(EJB);

        assertTrue(alice.isInRole("emea"));
        assertFalse(alice.isInRole("apac"));
        assertEquals(EJB, PolicyContext.getContextID(), "the EJB goes on in its own context");
    }

    @Test
    void a_container_that_fails_over_a_role_leaves_the_EJB_in_its_own_context() {
        SignedIn alice = in(WEB, "emea");
        PolicyContext.setContextID(EJB);
        isOver = true;

        assertThrows(IllegalStateException.class, () -> alice.isInRole("emea"));
        assertEquals(EJB, PolicyContext.getContextID());
    }

    @Test
    void a_server_that_tells_no_modules_apart_is_asked_as_it_is() {
        SignedIn alice = in(null, "emea");

        assertTrue(alice.isInRole("emea"));
        assertNull(PolicyContext.getContextID());
    }

    @Test
    void what_was_asked_in_the_request_is_known_after_it_and_on_another_thread() {
        SignedIn alice = in(WEB, "emea");
        alice.isInRole("emea");
        isOver = true;

        assertTrue(CompletableFuture.supplyAsync(() -> alice.isInRole("emea")).join());
        assertEquals("alice", alice.user());
    }

    @Test
    void a_request_that_our_filter_has_not_seen_finds_nothing() {
        HttpServletRequest request = request(Set.of("emea"), null);

        assertThrows(NotFoundException.class, () -> new SignedIn(request));
    }

    private SignedIn in(String module, String... roles) {
        PolicyContext.setContextID(module);
        return new SignedIn(request(Set.of(roles), true));
    }

    private HttpServletRequest request(Set<String> roles, Object letIn) {
        String module = PolicyContext.getContextID();
        Principal alice = () -> "alice";
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (isOver) {
                        throw new IllegalStateException("the request is over");
                    }
                    return switch (method.getName()) {
                        case "getAttribute" -> letIn;
                        case "getUserPrincipal" -> alice;
                        case "getServletContext" -> FakeServlet.application();
                        case "isUserInRole" ->
                            Objects.equals(module, PolicyContext.getContextID())
                                    && roles.contains((String) arguments[0]);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
