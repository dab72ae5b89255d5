package org.tidemark.mapping.field;

import jakarta.persistence.Temporal;
import jakarta.persistence.TemporalType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Date;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.tidemark.json.Json;

/**
 * The types whose values travel as text that Java itself reads and writes: those of time, the older ones as what they
 * mean, and a few more. At most microseconds are kept, as in databases; a {@link Date} keeps milliseconds.
 */
final class TextValueTypes {

    private static final int MICRO = 1_000;
    private static final int MILLI = 1_000_000;

    static final Map<Class<?>, ValueType> KNOWN = Map.ofEntries(
            Map.entry(LocalDate.class, type("date", LocalDate::parse, Object::toString)),
            Map.entry(
                    LocalDateTime.class, type("dateTime", s -> whole(LocalDateTime.parse(s), MICRO), Object::toString)),
            Map.entry(LocalTime.class, type("time", s -> whole(LocalTime.parse(s), MICRO), Object::toString)),
            Map.entry(Instant.class, type("instant", s -> instant(s, MICRO), i -> text((Instant) i))),
            Map.entry(
                    OffsetDateTime.class,
                    type(
                            "instant",
                            s -> instant(s, MICRO).atOffset(ZoneOffset.UTC),
                            t -> text(((OffsetDateTime) t).toInstant()))),
            Map.entry(Date.class, ofDate(TemporalType.TIMESTAMP)),
            Map.entry(
                    java.sql.Timestamp.class,
                    type(
                            "instant",
                            s -> java.sql.Timestamp.from(instant(s, MICRO)),
                            t -> text(((java.sql.Timestamp) t).toInstant()))),
            Map.entry(java.sql.Date.class, day(day -> java.sql.Date.valueOf(day))),
            Map.entry(Duration.class, type("string", Duration::parse, Object::toString)),
            Map.entry(Period.class, type("string", Period::parse, Object::toString)),
            Map.entry(Year.class, type("string", Year::parse, Object::toString)),
            Map.entry(YearMonth.class, type("string", YearMonth::parse, Object::toString)),
            Map.entry(MonthDay.class, type("string", MonthDay::parse, Object::toString)),
            Map.entry(ZoneId.class, type("string", ZoneId::of, Object::toString)),
            Map.entry(Currency.class, type("string", Currency::getInstance, Object::toString)),
            Map.entry(URI.class, type("string", URI::create, Object::toString)),
            Map.entry(Locale.class, type("string", TextValueTypes::locale, l -> ((Locale) l).toLanguageTag())),
            Map.entry(char.class, type("string", TextValueTypes::character, Object::toString)),
            Map.entry(Character.class, type("string", TextValueTypes::character, Object::toString)));

    private TextValueTypes() {}

    private static ValueType type(String wire, Function<String, Object> read, Function<Object, String> write) {
        return new ValueType(wire, v -> read.apply(ValueType.text(v)), v -> Json.createValue(write.apply(v)));
    }

    /** A {@link Date}, which is an instant, a day or a time of day: that is for the mapping to say. */
    static ValueType of(Temporal declared) {
        return ofDate(declared.value());
    }

    /** A provider hands out subclasses of Date, which know only a part of what a Date does. */
    private static ValueType ofDate(TemporalType temporal) {
        return switch (temporal) {
            case TIMESTAMP ->
                type(
                        "instant",
                        s -> Date.from(instant(s, MILLI)),
                        d -> text(Instant.ofEpochMilli(((Date) d).getTime())));
            case DATE -> day(day -> date(day.atStartOfDay()));
            case TIME ->
                type("time", s -> date(whole(LocalTime.parse(s), 1000 * MILLI).atDate(LocalDate.EPOCH)), d -> local(
                                (Date) d)
                        .toLocalTime()
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        };
    }

    /** A day of an older class, which is a count of milliseconds: in some time zones a few days do not exist. */
    private static ValueType day(Function<LocalDate, Date> older) {
        Function<Date, LocalDate> newer = date -> local(date).toLocalDate();
        Function<String, Object> read = text -> {
            LocalDate day = LocalDate.parse(text);
            Date date = older.apply(day);
            if (!newer.apply(date).equals(day)) {
                throw new IllegalArgumentException(LegacyTime.message());
            }
            return date;
        };
        return type("date", read, date -> newer.apply((Date) date).toString());
    }

    private static Date date(LocalDateTime local) {
        return Date.from(local.atZone(ZoneId.systemDefault()).toInstant());
    }

    private static LocalDateTime local(Date date) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(date.getTime()), ZoneId.systemDefault());
    }

    private static Instant instant(String text, int unit) {
        return whole(OffsetDateTime.parse(text), unit).toInstant();
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static <T extends java.time.temporal.Temporal> T whole(T value, int nanos) {
        if (value.get(ChronoField.NANO_OF_SECOND) % nanos != 0) {
            throw new IllegalArgumentException("at most "
                    + (nanos == MICRO ? "microseconds" : nanos == MILLI ? "milliseconds" : "seconds") + " are kept");
        }
        return value;
    }

    private static Locale locale(String tag) {
        try {
            return new Locale.Builder().setLanguageTag(tag).build();
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException("a language tag is expected", e);
        }
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("one character is expected");
        }
        return text.charAt(0);
    }
}
