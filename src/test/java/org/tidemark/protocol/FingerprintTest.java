package org.tidemark.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import jakarta.json.JsonValue;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

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

    private static String of(String text) {
        try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
            JsonValue value = reader.readValue();
            return Fingerprint.of(value);
        }
    }
}
