package org.tidemark.json;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipChunkTest {

    /** Of every length about the sizes of buffers, of what packs well and what does not. */
    @Test
    void a_text_comes_back_as_it_was() throws IOException {
        var random = new Random(1);
        for (int length : new int[] {0, 1, 2, 63, 64, 65, 1 << 10, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 1 << 20}) {
            for (int letters : new int[] {1, 4, 256}) {
                byte[] text = text(random, length, letters);
                GzipChunk packed = GzipChunk.of(text);
                assertArrayEquals(text, packed.text(), () -> length + " of " + letters);
                assertEquals(length, packed.length());
                // Whose checksum is wrong the JDK refuses to unpack.
                assertArrayEquals(text, unpacked(GzipChunk.gzip(List.of(packed))), () -> length + " of " + letters);
            }
        }
    }

    @Test
    void texts_become_one_stream_in_any_order_and_as_often_as_one_likes() throws IOException {
        var random = new Random(2);
        List<byte[]> texts = new ArrayList<>();
        List<GzipChunk> packed = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            texts.add(text(random, random.nextInt(100_000), 20));
            packed.add(GzipChunk.of(texts.get(i)));
        }
        for (int run = 0; run < 50; run++) {
            var expected = new ByteArrayOutputStream();
            List<GzipChunk> some = new ArrayList<>();
            for (int n = random.nextInt(6); n >= 0; n--) {
                int one = random.nextInt(texts.size());
                expected.writeBytes(texts.get(one));
                some.add(packed.get(one));
            }
            assertArrayEquals(expected.toByteArray(), unpacked(GzipChunk.gzip(some)));
        }
    }

    @Test
    void what_was_packed_stands_among_other_values_as_if_it_had_not_been() throws IOException {
        GzipChunk two = new JsonWriter().value(2).value("zwei").chunk();
        for (boolean first : new boolean[] {true, false}) {
            var rows = new JsonWriter();
            if (!first) {
                rows.value(1);
            }
            rows.all(two).value("ł").all(two);
            var json = new JsonWriter().object().name("rows").array().all(rows).endArray();
            json.name("more").array().all(new JsonWriter().all(two)).endArray().endObject();
            String expected =
                    "{\"rows\":[" + (first ? "" : "1,") + "2,\"zwei\",\"ł\",2,\"zwei\"],\"more\":[2,\"zwei\"]}";
            assertEquals(expected, new String(unpacked(json.toGzip()), StandardCharsets.UTF_8));
            assertEquals(expected, new String(json.toByteArray(), StandardCharsets.UTF_8));
            assertEquals(expected.getBytes(StandardCharsets.UTF_8).length, json.size());
        }
    }

    /** Whoever comes first packs it; until then it is text. */
    @Test
    void what_is_still_to_be_packed_reads_the_same_before_and_after() throws IOException {
        byte[] text = text(new Random(3), 100_000, 20);
        GzipChunk chunk = GzipChunk.unpacked(text);
        assertEquals(text.length, chunk.length());
        assertArrayEquals(text, chunk.text());
        assertArrayEquals(text, unpacked(GzipChunk.gzip(List.of(chunk))));
        assertArrayEquals(text, chunk.text());
        assertEquals(GzipChunk.of(text).size(), chunk.pack().size());
    }

    @Test
    void packed_is_smaller() {
        byte[] text = "Fjord AS, Bergen; ".repeat(1000).getBytes(StandardCharsets.UTF_8);
        assertTrue(GzipChunk.of(text).size() < text.length / 20);
    }

    private static byte[] text(Random random, int length, int letters) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) random.nextInt(letters);
        }
        return text;
    }

    private static byte[] unpacked(byte[] gzip) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }
}
