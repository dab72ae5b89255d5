package org.tidemark.mapping.field;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a field of time is known to keep. Threadsafe.
 *
 * <p>JPA providers hand values of time to the driver as {@link java.sql.Date} and {@link java.sql.Timestamp}. These
 * count milliseconds in the server's time zone, by the Julian calendar before 1582. So a few values change on the way,
 * without any error; with a wrong setting of the driver, all do. A value is trusted if it is an ordinary one, and if
 * the field has kept another one of the same offset.
 */
public final class LegacyTime implements Keeping {

    /** The first whole year of the Gregorian calendar. Before, the two calendars name days differently. */
    private static final int GREGORIAN = 1583;

    /** The last year that all databases hold. */
    private static final int LAST_YEAR = 9999;

    private final String type;
    private final Set<ZoneOffset> kept = ConcurrentHashMap.newKeySet();

    /** @param type of the protocol; only those of time are ever in doubt */
    LegacyTime(String type) {
        this.type = type;
    }

    @Override
    public String notKept() {
        return message();
    }

    /** What a person reads of a value that cannot be kept. */
    static String message() {
        return "the server, whose time zone is " + ZoneId.systemDefault().getId()
                + ", cannot store this date or time exactly";
    }

    @Override
    public boolean isInDoubt(JsonValue canonical) {
        LocalDateTime local = local(canonical);
        return local != null && (isSpecial(local) || !kept.contains(offset(local)));
    }

    @Override
    public void keeps(JsonValue canonical) {
        LocalDateTime local = local(canonical);
        if (local != null && !isSpecial(local)) {
            kept.add(offset(local));
        }
    }

    /** The value on the server's clock; null if it is none of time. */
    private LocalDateTime local(JsonValue canonical) {
        if (!(canonical instanceof JsonString text)) {
            return null;
        }
        return switch (type) {
            case "date" -> LocalDate.parse(text.getString()).atStartOfDay();
            case "dateTime" -> LocalDateTime.parse(text.getString());
            case "time" -> LocalTime.parse(text.getString()).atDate(LocalDate.EPOCH);
            case "instant" -> LocalDateTime.ofInstant(Instant.parse(text.getString()), ZoneId.systemDefault());
            default -> null;
        };
    }

    private static ZoneOffset offset(LocalDateTime local) {
        return ZoneId.systemDefault().getRules().getOffset(local);
    }

    /**
     * A time on the server's clock is ordinary if it exists there exactly once, and if both of Java's time zones agree
     * on it. They differ before a zone's first standard time, and where a summer time is negative.
     */
    public static boolean isSpecial(LocalDateTime local) {
        if (local.getYear() < GREGORIAN || local.getYear() > LAST_YEAR) {
            return true;
        }
        ZoneRules rules = ZoneId.systemDefault().getRules();
        if (rules.isFixedOffset()) {
            return false;
        }
        List<ZoneOffset> offsets = rules.getValidOffsets(local);
        return offsets.size() != 1
                || TimeZone.getDefault()
                                .getOffset(local.toInstant(offsets.get(0)).toEpochMilli())
                        != 1000 * offsets.get(0).getTotalSeconds();
    }
}
