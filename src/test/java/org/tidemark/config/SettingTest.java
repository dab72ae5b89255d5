package org.tidemark.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private static final Setting DAYS = Setting.REPLICA_DAYS;
    private static final String SLIP = "tidemark.replica.days";
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final String BEGIN = "<!-- made of Setting.java -->\n\n";

    @AfterEach
    void forget() {
        List.of(DAYS.key(), SLIP, Setting.HTTPS.key(), Setting.AUDIT_KEY.key(), Setting.DB_URL.key())
                .forEach(System::clearProperty);
    }

    @Test
    void blank_is_not_given() {
        System.setProperty(DAYS.key(), " ");
        assertEquals(400, DAYS.number());
        System.setProperty(DAYS.key(), " 7 ");
        assertEquals(7, DAYS.number());
        assertEquals(Optional.empty(), Setting.ORIGINS.text());
        assertEquals(12, Setting.STREAMS.number(12));
    }

    /** Read without its sign, this many days would end in the future, and all would be purged. */
    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "2147483648", "-1", "ten", "1.5"})
    void what_is_no_number_of_this_size_is_named(String value) {
        System.setProperty(DAYS.key(), value);
        var refused = assertThrows(IllegalStateException.class, DAYS::number);
        assertTrue(refused.getMessage().startsWith(DAYS.key() + " is '" + value + "'"), refused::getMessage);
        assertEquals(List.of(refused.getMessage()), Setting.mistakes());
    }

    @Test
    void a_password_is_not_shown() {
        System.setProperty(Setting.AUDIT_KEY.key(), "hush");
        assertEquals("•••", Setting.AUDIT_KEY.shown());
        System.setProperty(Setting.DB_URL.key(), "jdbc:postgresql://me:hu@/sh@db:5432/crm?password=a@b");
        assertEquals("jdbc:postgresql://db:5432/crm", Setting.DB_URL.shown());
        System.setProperty(Setting.DB_URL.key(), "jdbc:h2:mem:x;PASSWORD=hush");
        assertEquals("jdbc:h2:mem:x", Setting.DB_URL.shown());
        assertEquals("400", DAYS.shown());
        assertTrue(!DAYS.isChosen() && Setting.DB_URL.isChosen());
    }

    @Test
    void what_is_no_switch_is_named() {
        System.setProperty(Setting.HTTPS.key(), "yes");
        assertEquals(List.of("tidemark.https is 'yes', and should be true or false"), Setting.mistakes());
        System.setProperty(Setting.HTTPS.key(), "TRUE");
        assertEquals(List.of(), Setting.mistakes());
        assertTrue(Setting.HTTPS.isOn());
    }

    @Test
    void a_slip_of_the_pen_is_noticed() {
        System.setProperty(SLIP, "7");
        assertEquals(List.of(SLIP), Setting.unknown());
    }

    /** {@code -Dsettings.docs=true} writes it. */
    @Test
    void the_page_says_what_the_code_says() throws IOException {
        String page = Files.readString(PAGE);
        String head = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        if (Boolean.getBoolean("settings.docs")) {
            Files.writeString(PAGE, head + table());
        }
        assertEquals(head + table(), Files.readString(PAGE));
    }

    private static String table() {
        return "| name | value | without one | meaning |\n|---|---|---|---|\n"
                + Arrays.stream(Setting.values()).map(SettingTest::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        String otherwise = setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`";
        return "| `%s` | %s | %s | %s |\n"
                .formatted(setting.key(), setting.kind().words(), otherwise, setting.meaning());
    }
}
