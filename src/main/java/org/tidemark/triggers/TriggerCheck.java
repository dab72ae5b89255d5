package org.tidemark.triggers;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tidemark.config.Setting;

/**
 * Says in the log which tables have triggers, soon after the start and again when that has changed. With
 * {@code -Dtidemark.triggers=install} it makes them first, where the application may do such a thing.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class TriggerCheck {

    /** A test listens here: which of the logging libraries gets the messages depends on what else is there. */
    System.Logger log = System.getLogger(TriggerCheck.class.getName());

    @Inject
    Triggers triggers;

    private volatile Triggers.Report known;
    private volatile boolean tried;

    /** What was found last; empty before that, and for a database that has no triggers. */
    public Optional<Triggers.Report> known() {
        return Optional.ofNullable(known);
    }

    /** The tables may be made by scripts of the application, which nobody can wait for. */
    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    void look() {
        try {
            compare();
        } catch (RuntimeException e) {
            // Of an outage others tell. A timer that throws is called again at once, and the server writes a trace each
            // time.
            log.log(Level.DEBUG, "The triggers cannot be looked at", e);
        }
    }

    private void compare() {
        triggers.check().ifPresent(found -> {
            Triggers.Report report = installing() && !tried && isIncomplete(found) ? install(found) : found;
            if (!report.equals(known)) {
                known = report;
                tell(report);
            }
        });
    }

    private static boolean installing() {
        return Setting.TRIGGERS.text().filter("install"::equals).isPresent();
    }

    private static boolean isIncomplete(Triggers.Report report) {
        return report.states().values().stream().anyMatch(state -> state != Triggers.State.COVERED);
    }

    private Triggers.Report install(Triggers.Report before) {
        tried = true;
        try {
            triggers.install();
        } catch (RuntimeException e) {
            log.log(
                    Level.ERROR,
                    "The triggers could not be installed; GET /api/triggers gives the script for who may",
                    e);
            return before;
        }
        return triggers.check().orElse(before);
    }

    private void tell(Triggers.Report report) {
        Map<Triggers.State, List<String>> tables = report.states().entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        if (tables.containsKey(Triggers.State.COVERED)) {
            log.log(Level.INFO, "Plain SQL is noticed, by triggers, in {0}", names(tables, Triggers.State.COVERED));
        }
        if (tables.containsKey(Triggers.State.OUTDATED)) {
            log.log(
                    Level.WARNING,
                    "The triggers of {0} are outdated or incomplete: GET /api/triggers gives the script to run",
                    names(tables, Triggers.State.OUTDATED));
        }
        if (tables.containsKey(Triggers.State.MISSING)) {
            log.log(
                    Level.INFO,
                    "No triggers: updates and deletes by plain SQL stay unnoticed in {0}; GET /api/triggers gives the script",
                    names(tables, Triggers.State.MISSING));
        }
        report.refused()
                .forEach((collection, reason) -> log.log(Level.INFO, TriggerScript.sentence(collection, reason)));
        report.gaps().forEach(gap -> log.log(Level.WARNING, gap));
    }

    private static String names(Map<Triggers.State, List<String>> tables, Triggers.State state) {
        return String.join(", ", tables.get(state));
    }
}
