package org.tidemark.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletRequest;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Refusal;

class WorkloadTest {

    private final Workload workload = new Workload(100, 50);

    @Test
    void a_user_has_half_of_it_and_the_rest_is_for_others() {
        assertTrue(share("alice").grows(50));
        Workload.Share second = share("alice");
        assertEquals(429, assertThrows(Refusal.class, () -> second.take(1)).status());
        assertTrue(share("bob").grows(50));
        Refusal full = assertThrows(Refusal.class, () -> share("carol").take(1));
        assertEquals(503, full.status());
        assertEquals(Refusal.SOON, full.retryAfter());
    }

    @Test
    void what_is_given_back_is_there_again_and_only_once() {
        Workload.Share first = share("alice");
        assertTrue(first.grows(50));
        first.close();
        first.close();
        assertFalse(first.grows(1), "it has ended");
        assertTrue(share("alice").grows(50));
        assertFalse(share("alice").grows(1));
    }

    @Test
    void a_single_request_is_let_in_however_large_and_nothing_beside_it() {
        Workload.Share large = share("alice");
        assertTrue(large.grows(80));
        assertTrue(large.grows(80));
        assertFalse(share("alice").grows(1));
        assertFalse(share("bob").grows(1));
        large.close();
        assertTrue(share("bob").grows(1));
    }

    @Test
    void a_large_one_waits_for_those_of_others() {
        assertTrue(share("bob").grows(30));
        assertFalse(share("alice").grows(80));
        assertTrue(share("alice").grows(70));
    }

    @Test
    void who_waits_for_room_gets_it_when_others_have_ended() {
        Workload.Share first = share("alice");
        assertTrue(first.grows(50));
        assertEquals(
                429,
                assertThrows(Refusal.class, () -> share("alice").takeWithin(1, 0))
                        .status());
        Workload.Share second = share("alice");
        var waiting = CompletableFuture.runAsync(() -> second.takeWithin(40, 60_000));
        first.close();
        waiting.join();
        assertFalse(share("alice").grows(11));
    }

    private Workload.Share share(String user) {
        return workload.share(
                (ServletRequest) Proxy.newProxyInstance(
                        ServletRequest.class.getClassLoader(),
                        new Class<?>[] {ServletRequest.class},
                        (self, method, arguments) -> null),
                user);
    }
}
