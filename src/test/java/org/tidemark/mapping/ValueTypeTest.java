package org.tidemark.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.mapping.field.MalformedValueException;
import org.tidemark.mapping.field.ValueType;

/** The table "Values" of the protocol, both ways: what is read, how it is written again, what is refused. */
class ValueTypeTest {

    enum Colour {
        RED
    }

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("String", String.class),
            Map.entry("boolean", boolean.class),
            Map.entry("byte", byte.class),
            Map.entry("short", Short.class),
            Map.entry("int", int.class),
            Map.entry("float", float.class),
            Map.entry("double", Double.class),
            Map.entry("long", long.class),
            Map.entry("BigInteger", BigInteger.class),
            Map.entry("BigDecimal", BigDecimal.class),
            Map.entry("UUID", UUID.class),
            Map.entry("byte[]", byte[].class),
            Map.entry("LocalDate", LocalDate.class),
            Map.entry("LocalDateTime", LocalDateTime.class),
            Map.entry("LocalTime", LocalTime.class),
            Map.entry("Instant", Instant.class),
            Map.entry("enum", Colour.class));

    @ParameterizedTest(name = "{0}: {1} is written {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            String        | "é😀\\n"                    | "é😀\\n"
            boolean       | true                       | true
            byte          | -128                       | -128
            short         | 32767                      | 32767
            int           | -2147483648                | -2147483648
            int           | 1.0                        | 1
            float         | 1.5                        | 1.5
            double        | 0.1                        | 0.1
            double        | 1e300                      | 1.0E+300
            long          | "9223372036854775807"      | "9223372036854775807"
            long          | 5                          | "5"
            BigInteger    | "123456789012345678901"    | "123456789012345678901"
            BigDecimal    | "12345678901234.50"        | "12345678901234.50"
            BigDecimal    | 12.5                       | "12.50"
            BigDecimal    | "1e3"                      | "1000.00"
            BigDecimal    | "0"                        | "0.00"
            UUID          | "0c2f0a5e-0000-4000-8000-00000000000A" | "0c2f0a5e-0000-4000-8000-00000000000a"
            byte[]        | "AAEC/w=="                 | "AAEC/w=="
            LocalDate     | "2024-02-29"               | "2024-02-29"
            LocalDateTime | "2024-02-29T23:59:59.123456" | "2024-02-29T23:59:59.123456"
            LocalTime     | "23:59"                    | "23:59"
            Instant       | "2026-11-24T09:30:00.123456Z" | "2026-11-24T09:30:00.123456Z"
            Instant       | "2026-11-24T10:30:00+01:00" | "2026-11-24T09:30:00Z"
            enum          | "RED"                      | "RED"
            """)
    @DisplayName("what is read is written canonically")
    void roundTrip(String type, String sent, String written) throws Exception {
        ValueType value = ValueType.of(TYPES.get(type), 2);
        assertEquals(
                json(written).toString(),
                value.write(value.read(json(sent), "f")).toString());
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            String        | 1
            String        | "a\\u0000b"
            String        | "\\ud83d"
            String        | "\\ude00x"
            String        | {}
            boolean       | "true"
            boolean       | 1
            byte          | 128
            short         | "1"
            int           | 1.5
            int           | 2147483648
            int           | 1e999999999
            double        | "0.1"
            double        | 1e400
            float         | 1e39
            long          | "9223372036854775808"
            long          | 1.5
            long          | "one"
            long          | true
            BigInteger    | "1.5"
            BigDecimal    | "1.005"
            BigDecimal    | "1e999999999"
            BigDecimal    | 1e999999999
            BigDecimal    | ""
            UUID          | "0c2f"
            UUID          | "1-1-1-1-1"
            byte[]        | "***"
            LocalDate     | "2024-02-30"
            LocalDate     | "2024-2-3"
            LocalDate     | "2024-02-29T00:00"
            LocalDateTime | "2024-02-29"
            LocalDateTime | "2024-02-29T23:59:59.1234567"
            Instant       | "2026-11-24T09:30:00"
            Instant       | "2026-11-24T09:30:00.123456789Z"
            enum          | "BLUE"
            enum          | 0
            """)
    @DisplayName("what would be changed silently is refused, with the field's name")
    void refused(String type, String sent) {
        ValueType value = ValueType.of(TYPES.get(type), 2);
        MalformedValueException refused =
                assertThrows(MalformedValueException.class, () -> value.read(json(sent), "address.city"));
        assertEquals("address.city", refused.field());
    }

    private static JsonValue json(String text) {
        try (var reader = Json.createReader(new StringReader("[" + text + "]"))) {
            return reader.readArray().get(0);
        }
    }
}
