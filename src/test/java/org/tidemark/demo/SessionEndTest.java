package org.tidemark.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session lasts a day, however busy it is; its cookie is for TLS where a proxy ends that. */
class SessionEndTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void a_session_of_yesterday_ends_and_the_request_goes_on_without_a_user() throws Exception {
        new SessionEnd().doFilter(request(Duration.ofHours(24).plusSeconds(1)), null, chain());
        assertEquals(List.of("invalidate", "logout", "chain"), calls);
    }

    @Test
    void a_session_of_today_lasts() throws Exception {
        new SessionEnd().doFilter(request(Duration.ofHours(24).minusMinutes(1)), null, chain());
        assertEquals(List.of("chain"), calls);
    }

    @Test
    void a_new_session_says_when_it_ends_so_that_streams_of_events_end_with_it() {
        Instant now = Instant.now();
        SessionEnd.begin(request(Duration.between(now, Instant.now())));
        assertEquals(1, calls.size());
        // By this name org.tidemark.rest.events.Follower reads it.
        String name = "org.tidemark.session.ends ";
        assertEquals(name, calls.get(0).substring(0, name.length()));
        Instant end = Instant.parse(calls.get(0).substring(name.length()));
        assertEquals(24, Duration.between(now, end.plusSeconds(1)).toHours());
    }

    @Test
    void the_cookie_is_kept_from_other_sites_and_for_tls_where_that_is_said() {
        new SessionCookie().contextInitialized(event());
        assertEquals(List.of("setAttribute SameSite Strict"), calls);
        calls.clear();
        System.setProperty("tidemark.https", "true");
        try {
            new SessionCookie().contextInitialized(event());
        } finally {
            System.clearProperty("tidemark.https");
        }
        assertEquals(List.of("setAttribute SameSite Strict", "setSecure true"), calls);
    }

    private FilterChain chain() {
        return (request, response) -> calls.add("chain");
    }

    private HttpServletRequest request(Duration age) {
        HttpSession session = proxy(HttpSession.class, (self, method, arguments) -> switch (method.getName()) {
            case "getCreationTime" -> Instant.now().minus(age).toEpochMilli();
            case "setAttribute" -> calls.add(arguments[0] + " " + arguments[1]) ? null : null;
            default -> calls.add(method.getName()) ? null : null;
        });
        return proxy(HttpServletRequest.class, (self, method, arguments) -> {
            if (method.getName().equals("getSession")) {
                return session;
            }
            calls.add(method.getName());
            return null;
        });
    }

    private ServletContextEvent event() {
        SessionCookieConfig cookie = proxy(SessionCookieConfig.class, (self, method, arguments) -> {
            calls.add(method.getName() + " "
                    + String.join(
                            " ",
                            List.of(arguments).stream().map(String::valueOf).toList()));
            return null;
        });
        return new ServletContextEvent(proxy(ServletContext.class, (self, method, arguments) -> cookie));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
