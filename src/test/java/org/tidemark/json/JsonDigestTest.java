package org.tidemark.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonDigestTest {

    @Test
    void equal_values_have_one_fingerprint_however_they_are_written() {
        assertEquals(of("{'a': [1, 'x', null], 'b': {}}"), of("{'a':[1,'\\u0078',null],'b':{ }}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'a':1}|{'a':'1'}",
                "{'a':1}|{'a':1.0}",
                "{'a':null}|{'a':'null'}",
                "{'a':null}|{}",
                "{'a':true}|{'a':false}",
                "{'a':'bc'}|{'ab':'c'}",
                "['a','b']|['ab']",
                "['a',['b']]|[['a'],'b']",
                "[[],[]]|[[[]]]",
                "['a,b']|['a','b']",
                "{'a':{'b':1}}|{'a':{},'b':1}",
                "['é']|['e']"
            })
    void different_values_have_different_ones(String one, String other) {
        assertNotEquals(of(one), of(other));
    }

    /**
     * Stored with the last push of each replica: another way to gather the bytes must not make another digest of them.
     */
    @Test
    void it_is_the_digest_of_kinds_lengths_and_texts_however_long_they_are() throws Exception {
        var array = Json.createArrayBuilder();
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        int count = 40;
        out.writeByte('[');
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            String text = "é".repeat(i * 211);
            array.add(text);
            out.writeByte('"');
            out.writeInt(2 * text.length());
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        assertEquals(HexFormat.of().formatHex(digest), JsonDigest.of(array.build()));
    }

    private static String of(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            JsonValue value = reader.readValue();
            return JsonDigest.of(value);
        }
    }
}
