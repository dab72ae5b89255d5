package org.tidemark.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    @DisplayName("reads an object")
    void reads_an_object() {
        assertEquals("é", StrictJson.object(utf8("{\"a\": \"é\"}")).getString("a"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing           | ``
            an array          | []
            a bare value      | 1
            cut off           | {"a": 1
            trailing text     | {"a": 1} x
            two objects       | {"a": 1}{"b": 2}
            the same name     | {"a": 1, "a": 2}
            the same, nested  | {"a": {"b": 1, "b": 1}}
            a comment         | {"a": 1 /* x */}
            a single quote    | {'a': 1}
            NaN               | {"a": NaN}
            a leading zero    | {"a": 01}
            """)
    @DisplayName("refuses what is no object, is cut off, or would lose a value")
    void refuses(String what, String text) {
        Refusal refusal = assertThrows(Refusal.class, () -> StrictJson.object(utf8(text == null ? "" : text)), what);
        assertEquals("malformed-message", refusal.name());
        assertEquals(400, refusal.status());
    }

    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1, "a": 2}                  | /a
            {"a": [{}, [0, {"b": 1, "b": 2}]]} | /a/1/1/b
            {"a": {"b": 1}, "c": {"b": 1}, "a/~": 1, "a/~": 1} | /a~1~0
            """)
    @DisplayName("points at the name that occurs twice")
    void pointsAtTheNameThatOccursTwice(String text, String pointer) {
        Refusal refusal = assertThrows(Refusal.class, () -> StrictJson.object(utf8(text)));
        assertEquals(pointer, refusal.toJson().getString("pointer"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1101 digits", "an exponent of eleven digits"})
    @DisplayName("refuses a number that its parser does not take")
    void refusesNumbersBeyondTheParser(String what) {
        String number = what.startsWith("an") ? "1e99999999999" : "1".repeat(1101);
        Refusal refusal = assertThrows(Refusal.class, () -> StrictJson.object(utf8("{\"a\": " + number + "}")));
        assertEquals(400, refusal.status());
        assertEquals("a number is too long, or too large", refusal.toJson().getString("detail"));
    }

    @Test
    @DisplayName("refuses bytes that are no UTF-8, instead of replacing them")
    void refuses_other_encodings() {
        byte[] latin1 = "{\"a\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThrows(Refusal.class, () -> StrictJson.object(latin1));
    }

    @Test
    @DisplayName("lets pass what stands for an unreadable character, if it was sent")
    void takes_the_replacement_character() {
        assertEquals("\uFFFDé", StrictJson.object(utf8("{\"a\": \"\uFFFDé\"}")).getString("a"));
    }

    @Test
    @DisplayName("counts characters in what it says, not bytes")
    void counts_characters() {
        Refusal refusal = assertThrows(Refusal.class, () -> StrictJson.object(utf8("{\"éé\": 1} x")));
        assertEquals("text follows the object, at character 9", refusal.toJson().getString("detail"));
        assertEquals(1, StrictJson.object(utf8("{\"éé\": 1}\u2003\n ")).getInt("éé"));
    }

    @Test
    @DisplayName("refuses ten thousand levels, and is not fooled by brackets inside strings")
    void refuses_depth() {
        String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThrows(Refusal.class, () -> StrictJson.object(utf8(deep)));
        String quoted = "{\"a\": \"" + "[\\\"".repeat(1000) + "\"}";
        assertEquals(3000 - 1000, StrictJson.object(utf8(quoted)).getString("a").length());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
