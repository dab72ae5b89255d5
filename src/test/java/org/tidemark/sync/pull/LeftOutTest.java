package org.tidemark.sync.pull;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.protocol.Refusal;

/** What was left out, in the text of a cursor. */
class LeftOutTest {

    private static final String ID = "c0000000-0000-4000-8000-000000000001";

    @Test
    void it_travels_as_it_is() {
        var left = LeftOut.nothing();
        for (int i = 0; i < LeftOut.MOST; i++) {
            left.add(new LeftOut.One("s" + i % 3, i % 2 == 0 ? "orders" : "lines", UUID.randomUUID()));
        }
        UUID epoch = UUID.randomUUID();
        String text = new PullCursor(epoch, "alice", Map.of("s0", 1L), 0, left, 0, null).text();
        assertEquals(text, PullCursor.read(text, epoch, "alice").text());
        assertTrue(text.length() < 60_000);
        List<LeftOut.One> inOrder = left.inOrder(List.of("orders", "lines"));
        assertEquals("orders", inOrder.get(0).collection());
        assertEquals(LeftOut.MOST, inOrder.size());
    }

    @Test
    void it_goes_on_where_it_ended() {
        var left = LeftOut.nothing();
        List<LeftOut.One> all = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            all.add(new LeftOut.One("s" + i / 6, i % 6 < 3 ? "orders" : "lines", new UUID(0, i)));
        }
        all.forEach(left::add);
        List<String> collections = List.of("orders", "lines");
        assertEquals(all, left.inOrder(collections));
        left.goOnFrom(all.get(7));
        left = LeftOut.of(left.copy().json());
        assertEquals(turned(all, 7), left.inOrder(collections));
        left.goOnFrom(all.get(4));
        left.remove(all.get(4));
        all.remove(4);
        assertEquals(turned(all, 4), left.inOrder(collections), "what was to be the first is gone");
    }

    private static List<LeftOut.One> turned(List<LeftOut.One> all, int by) {
        List<LeftOut.One> turned = new ArrayList<>(all);
        Collections.rotate(turned, -by);
        return turned;
    }

    @Test
    void a_cursor_of_before_has_left_out_nothing() {
        assertTrue(PullCursor.parse(cursor("")).left().isEmpty());
    }

    static List<String> strange() {
        return List.of(
                "1",
                "{}",
                "[]",
                "{'red': {}}",
                "{'red': []}",
                "{'red': {'orders': []}}",
                "{'red': {'orders': [1]}}",
                "{'red': {'orders': ['x']}}",
                "{'red': {'orders': ['1-1-1-1-1']}}",
                "{'red': {'orders': ['" + ID + "', '" + ID + "']}}",
                "{'red': {'orders': ['" + ID + "']}, 'blue': {}}",
                "{'': {'scope': 'red', 'collection': 'orders', 'id': '" + ID + "'}}",
                "{'': {'scope': 'red'}, 'red': {'orders': ['" + ID + "']}}",
                "{'red': {'orders': "
                        + IntStream.rangeClosed(0, LeftOut.MOST)
                                .mapToObj(i -> "'" + new UUID(0, i) + "'")
                                .collect(Collectors.joining(",", "[", "]"))
                        + "}}");
    }

    @ParameterizedTest
    @MethodSource("strange")
    void what_no_server_wrote_is_refused(String left) {
        assertThrows(Refusal.class, () -> PullCursor.parse(cursor(", 'left': " + left)));
    }

    private static String cursor(String left) {
        String json = "{'epoch': '" + ID + "', 'user': 'alice', 'seen': {'red': 1}" + left + "}";
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.replace('\'', '"').getBytes(UTF_8));
    }
}
