package org.tidemark.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.security.jacc.PolicyContext;
import jakarta.security.jacc.PolicyContextException;
import jakarta.security.jacc.PolicyContextHandler;
import java.security.Principal;
import java.util.List;
import java.util.Set;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.log.Told;
import org.tidemark.rest.events.FakeServlet;

/** A server that says no, and what the log says to that. */
class UndeclaredRolesTest {

    private static final String SUBJECT = "javax.security.auth.Subject.container";
    private static final String DECLARED = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <security-constraint><auth-constraint><role-name>**</role-name></auth-constraint></security-constraint>
              <security-role><description>of the north</description><role-name> NORTH </role-name></security-role>
            </web-app>""";

    private final Logger log = Logger.getLogger(UndeclaredRoles.class.getName());
    private final Told handler = new Told();
    private final List<String> told = handler.lines();
    private Subject subject = subjectIn("alice", "NORTH", "SOUTH");

    @BeforeEach
    void listen() throws PolicyContextException {
        log.addHandler(handler);
        PolicyContext.registerHandler(SUBJECT, new Container(), true);
    }

    @AfterEach
    void stop() throws PolicyContextException {
        log.removeHandler(handler);
        subject = null;
    }

    @Test
    void a_group_whose_role_nobody_declares_is_told_once_with_the_cure() {
        var roles = UndeclaredRoles.of(FakeServlet.application(DECLARED));
        roles.refused("SOUTH", "alice");
        roles.refused("SOUTH", "alice");
        assertEquals(1, told.size());
        assertTrue(told.get(0).contains("<security-role><role-name>SOUTH</role-name></security-role>"), told.get(0));
        assertTrue(told.get(0).contains("@DeclareRoles(\"SOUTH\")"), told.get(0));
    }

    @Test
    void a_role_that_is_declared_may_be_mapped_to_other_groups() {
        UndeclaredRoles.of(FakeServlet.application(DECLARED)).refused("NORTH", "alice");
        assertEquals(List.of(), told);
    }

    @Test
    void who_is_not_in_the_group_is_not_in_the_role() {
        var roles = UndeclaredRoles.of(FakeServlet.application(DECLARED));
        roles.refused("WEST", "alice");
        roles.refused("alice", "alice");
        subject = null;
        roles.refused("SOUTH", "alice");
        assertEquals(List.of(), told);
    }

    @Test
    void a_policy_that_asks_for_a_role_of_each_record_does_not_fill_the_log() {
        subject = subjectIn(
                Stream.iterate(0, i -> i + 1).limit(100).map(i -> "role " + i).toArray(String[]::new));
        var application = FakeServlet.application(DECLARED);
        for (int i = 0; i < 100; i++) {
            UndeclaredRoles.of(application).refused("role " + i, "alice");
        }
        assertEquals(20, told.size());
    }

    @Test
    void a_fragment_declares_too() {
        UndeclaredRoles.of(FakeServlet.application(DECLARED, """
                <web-fragment><security-role><role-name>SOUTH</role-name></security-role></web-fragment>""")).refused("SOUTH", "alice");
        assertEquals(List.of(), told);
    }

    private static Subject subjectIn(String... names) {
        Set<Principal> principals =
                Stream.of(names).<Principal>map(name -> new Named(name)).collect(Collectors.toSet());
        return new Subject(true, principals, Set.of(), Set.of());
    }

    private record Named(String name) implements Principal {

        @Override
        public String getName() {
            return name;
        }
    }

    private final class Container implements PolicyContextHandler {

        @Override
        public Object getContext(String key, Object data) {
            return subject;
        }

        @Override
        public String[] getKeys() {
            return new String[] {SUBJECT};
        }

        @Override
        public boolean supports(String key) {
            return key.equals(SUBJECT);
        }
    }
}
