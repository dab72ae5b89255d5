package org.tidemark.log;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tells the log what went wrong, so that nobody who sends requests writes it: control characters are escaped, long
 * texts are cut, what a database or a provider of JPA says is left out, since it repeats values of fields, and after so
 * many traces in a minute the others are counted only. Threadsafe.
 */
public final class TroubleLog {

    private static final int TRACES = 20;
    private static final long WHILE = Duration.ofMinutes(1).toNanos();
    private static final int LONGEST_TEXT = 300;
    private static final int CAUSES = 5;
    private static final int FRAMES = 40;

    private static final int MOST_CAUSES = 50;

    /** After so many subjects of one kind, the log says nothing new. */
    private static final int MOST_SUBJECTS = 200;

    /** States of which a database names tables, users and addresses, and never the value of a field. */
    private static final Set<String> WITHOUT_VALUES = Set.of("08", "28", "3D", "42", "53", "57", "90");

    private final System.Logger log;
    private final LongSupplier clock;
    private final Set<String> subjects = ConcurrentHashMap.newKeySet();
    private long began;
    private int told;
    private long untold;

    public TroubleLog(Class<?> owner) {
        this(System.getLogger(owner.getName()), System::nanoTime);
    }

    public TroubleLog(System.Logger log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
        this.began = clock.getAsLong();
    }

    public void warn(String what, Throwable trouble) {
        tell(System.Logger.Level.WARNING, what, trouble);
    }

    /** Once for each subject: what stays as it is until somebody mends it. */
    public void warnOnce(String subject, String what, Throwable trouble) {
        if (subjects.size() < MOST_SUBJECTS && subjects.add(subject)) {
            warn(what, trouble);
        }
    }

    public void error(String what, Throwable trouble) {
        tell(System.Logger.Level.ERROR, what, trouble);
    }

    private void tell(System.Logger.Level level, String what, Throwable trouble) {
        long left;
        synchronized (this) {
            long now = clock.getAsLong();
            if (now - began >= WHILE) {
                began = now;
                told = 0;
            }
            if (told == TRACES) {
                untold++;
                return;
            }
            told++;
            left = untold;
            untold = 0;
        }
        String before = left == 0 ? "" : "(" + left + " more of these were not told) ";
        // With a throwable of its own the log would write what that says as it is.
        log.log(level, before + plain(what) + trace(trouble));
    }

    /** On one line, and not long. */
    public static String plain(String text) {
        String cut = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        var plain = new StringBuilder();
        cut.chars().forEach(c -> {
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                plain.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                plain.append((char) c);
            }
        });
        return plain.toString();
    }

    /** What the database says, or else the innermost cause, on one line and without the values of fields. */
    public static String reason(Throwable trouble) {
        Throwable cause = trouble;
        for (int depth = 0; depth < MOST_CAUSES && cause.getCause() != null && !isWithoutValues(cause); depth++) {
            cause = cause.getCause();
        }
        return isWithoutValues(cause)
                // H2 adds the statement.
                ? plain(cause.getMessage()
                        .split("; SQL statement")[0]
                        .lines()
                        .findFirst()
                        .orElse(""))
                : cause.getClass().getName() + said(cause);
    }

    private static boolean isWithoutValues(Throwable cause) {
        return cause instanceof SQLException sql
                && sql.getMessage() != null
                && sql.getSQLState() != null
                && sql.getSQLState().length() > 1
                && WITHOUT_VALUES.contains(sql.getSQLState().substring(0, 2));
    }

    private static String trace(Throwable trouble) {
        var trace = new StringBuilder();
        int causes = 0;
        for (Throwable at = trouble; at != null && causes < CAUSES; at = at.getCause(), causes++) {
            trace.append(causes == 0 ? ": " : "\n  caused by ")
                    .append(at.getClass().getName())
                    .append(said(at));
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                trace.append("\n    at ").append(frames[i]);
            }
        }
        return trace.toString();
    }

    private static String said(Throwable trouble) {
        if (trouble instanceof SQLException sql) {
            return " (SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode() + ")";
        }
        String type = trouble.getClass().getName();
        boolean isOfDatabase = type.contains("persistence") || type.contains("hibernate") || type.contains(".sql.");
        return trouble.getMessage() == null || isOfDatabase ? "" : ": " + plain(trouble.getMessage());
    }
}
