package org.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private static final String NAME = "tidemark.test.days";

    @AfterEach
    void forget() {
        System.clearProperty(NAME);
    }

    @Test
    void blank_is_not_given() {
        System.setProperty(NAME, " ");
        assertEquals(400, Setting.number(NAME, 400));
        System.setProperty(NAME, " 7 ");
        assertEquals(7, Setting.number(NAME, 400));
    }

    /** Read without its sign, this many days would end in the future, and all would be purged. */
    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "2147483648", "-1", "ten", "1.5"})
    void what_is_no_number_of_this_size_is_named(String value) {
        System.setProperty(NAME, value);
        var refused = assertThrows(IllegalStateException.class, () -> Setting.number(NAME, 400));
        assertTrue(refused.getMessage().startsWith(NAME + " is '" + value + "'"), refused::getMessage);
    }
}
