package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.triggers.Triggers.Report;
import org.tidemark.triggers.Triggers.State;

/** What the log says of the triggers, and what happens if they cannot be made. */
class TriggerCheckTest {

    private record Message(System.Logger.Level level, String text, Throwable thrown) {}

    private final List<Message> told = new ArrayList<>();
    private final System.Logger listener = new System.Logger() {
        @Override
        public String getName() {
            return "of the test";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            told.add(new Message(level, text, thrown));
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            told.add(new Message(level, parameters == null ? format : MessageFormat.format(format, parameters), null));
        }
    };

    private final List<String> gaps = new ArrayList<>();
    private State state = State.MISSING;
    private RuntimeException refusal;
    private int installations;

    private final Triggers triggers = new Triggers() {
        @Override
        public Optional<Report> check() {
            return Optional.of(new Report(Map.of("service_order (orders)", state), Map.of(), List.copyOf(gaps)));
        }

        @Override
        public void install() {
            installations++;
            if (refusal != null) {
                throw refusal;
            }
            state = State.COVERED;
        }
    };

    private final TriggerCheck check = new TriggerCheck();

    @BeforeEach
    void listen() {
        check.triggers = triggers;
        check.log = listener;
    }

    @AfterEach
    void leave() {
        System.clearProperty("tidemark.triggers");
    }

    @Test
    void nothing_is_made_unless_it_is_asked_for() {
        check.look();

        assertEquals(0, installations);
        assertEquals(1, told.size());
        assertTrue(told.get(0).text().contains("GET /api/triggers"), told.get(0).text());
    }

    @Test
    void what_is_asked_for_is_made_once() {
        System.setProperty("tidemark.triggers", "install");

        check.look();
        check.look();

        assertEquals(1, installations);
        assertEquals(List.of("INFO"), levels());
    }

    @Test
    void what_cannot_be_made_is_told_with_the_reason_and_the_server_goes_on() {
        System.setProperty("tidemark.triggers", "install");
        refusal = new IllegalStateException("TRIGGER command denied");

        check.look();
        check.look();

        assertEquals(1, installations, "it is not tried again and again");
        assertEquals(List.of("ERROR", "INFO"), levels());
        assertEquals(refusal, told.get(0).thrown());
        assertTrue(told.get(0).text().contains("GET /api/triggers"), told.get(0).text());
    }

    @Test
    void what_has_changed_since_is_told() {
        state = State.COVERED;
        check.look();
        check.look();
        state = State.OUTDATED;
        check.look();
        gaps.add("order_line: a foreign key {0} changes its rows");
        check.look();

        assertEquals(List.of("INFO", "WARNING", "WARNING", "WARNING"), levels());
        assertTrue(told.get(3).text().contains("order_line"), told.get(3).text());
    }

    private List<String> levels() {
        return told.stream().map(message -> message.level().getName()).toList();
    }
}
