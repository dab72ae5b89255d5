package org.tidemark.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void every_character_comes_back_as_it_was() {
        var all = new StringBuilder();
        for (char c = 0; c < 0xD800; c++) {
            all.append(c);
        }
        String text = all.append("\uFFFF \uD83C\uDF0A").toString();
        JsonObject read = read(new JsonWriter().object().name(text).value(text).endObject());
        assertEquals(text, read.getString(text));
    }

    @Test
    void every_kind_of_value_comes_back_as_it_was() {
        JsonObject tree = Json.createObjectBuilder()
                .add("none", JsonValue.NULL)
                .add("yes", true)
                .add("no", false)
                .add("large", Long.MAX_VALUE)
                .add("decimal", new BigDecimal("-1.50"))
                .add("tiny", new BigDecimal("1E-30"))
                .add("empty", "")
                .add("nothing", JsonValue.EMPTY_JSON_OBJECT)
                .add("list", Json.createArrayBuilder().add(1).add("two").add(JsonValue.EMPTY_JSON_ARRAY))
                .add("object", Json.createObjectBuilder().add("a", "b").add("c", 1))
                .build();
        JsonObject read = read(new JsonWriter().value(tree));
        assertEquals(tree, read);
        assertEquals(tree.toString(), read.toString(), "the same digits, in the same order");
    }

    @Test
    void items_are_parted_by_commas_and_nothing_else() {
        var rows = new JsonWriter();
        rows.object().name("n").value(1).endObject().object().name("n").value(2).endObject();
        var json = new JsonWriter()
                .object()
                .name("first")
                .array()
                .value("x")
                .all(rows)
                .value("y");
        json.endArray()
                .name("none")
                .array()
                .all(new JsonWriter())
                .endArray()
                .name("more")
                .value(false)
                .endObject();
        assertEquals(
                "{\"first\":[\"x\",{\"n\":1},{\"n\":2},\"y\"],\"none\":[],\"more\":false}",
                new String(json.toByteArray(), StandardCharsets.UTF_8));
    }

    /** Longer than what is turned into bytes at once, with pairs of surrogates at all places where it may be cut. */
    @Test
    void a_long_text_is_whole() {
        var array = new JsonWriter().array();
        for (int i = 0; i < 20_000; i++) {
            array.value("x".repeat(i % 7) + "\uD83C\uDF0A");
        }
        String text = new String(array.endArray().toByteArray(), StandardCharsets.UTF_8);
        assertEquals(-1, text.indexOf('?'));
        assertEquals(20_000, text.codePoints().filter(c -> c == 0x1F30A).count());
    }

    private static JsonObject read(JsonWriter json) {
        String text = new String(json.toByteArray(), StandardCharsets.UTF_8);
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }
}
