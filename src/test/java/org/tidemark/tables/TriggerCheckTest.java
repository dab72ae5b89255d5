package org.tidemark.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.tables.Triggers.Report;
import org.tidemark.tables.Triggers.State;

/** What the log says of the triggers, and what happens if they cannot be made. */
class TriggerCheckTest {

    private static final Logger LOG = Logger.getLogger(TriggerCheck.class.getName());

    private final List<LogRecord> told = new ArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord message) {
            told.add(message);
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            // Nothing is held.
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
        LOG.addHandler(listener);
    }

    @AfterEach
    void leave() {
        LOG.removeHandler(listener);
        System.clearProperty("tidemark.triggers");
    }

    @Test
    void nothing_is_made_unless_it_is_asked_for() {
        check.look();

        assertEquals(0, installations);
        assertEquals(1, told.size());
        assertTrue(
                told.get(0).getMessage().contains("GET /api/triggers"),
                told.get(0).getMessage());
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
        assertEquals(List.of("SEVERE", "INFO"), levels());
        assertEquals(refusal, told.get(0).getThrown());
        assertTrue(
                told.get(0).getMessage().contains("GET /api/triggers"),
                told.get(0).getMessage());
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
        assertTrue(told.get(3).getMessage().contains("order_line"), told.get(3).getMessage());
    }

    private List<String> levels() {
        return told.stream().map(message -> message.getLevel().getName()).toList();
    }
}
