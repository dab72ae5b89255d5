package org.tidemark.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void cells_are_quoted_as_rfc_4180_has_it() {
        assertEquals("\"a\",,\"b, \"\"c\"\"\",\"d\r\ne\"\r\n", Csv.line(List.of("a", "", "b, \"c\"", "d\r\ne")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+47 22",
                "-2",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\uFF1D1",
                "\uFF201",
                "  \uFF0B1"
            })
    void what_a_spreadsheet_would_calculate_is_text(String text) {
        assertEquals("\"'" + text + "\"\r\n", Csv.line(List.of(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1", "{\"phone\": \"+47\"}", "1-2", "2026-11-24T09:30:00Z", " a"})
    void other_text_stays_as_it_is(String text) {
        assertEquals("\"" + text.replace("\"", "\"\"") + "\"\r\n", Csv.line(List.of(text)));
    }
}
