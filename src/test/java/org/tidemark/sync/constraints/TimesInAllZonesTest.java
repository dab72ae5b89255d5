package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.persistence.internal.helper.Helper;
import org.h2.util.DateTimeUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.mapping.field.LegacyTime;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.Databases;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Converters;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Times;
import org.tidemark.sync.retry.RefusedException;

/**
 * A date or time comes back as it was sent, or the change is rejected and the field is named: wherever the server
 * stands.
 */
class TimesInAllZonesTest {

    /**
     * Summer time, local time before 1893, a day that was left out, midnights that do not exist, a negative summer
     * time.
     */
    private static final List<String> ZONES = List.of(
            "UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "America/Sao_Paulo", "Africa/Casablanca");

    private static final List<String> DAYS = List.of("day", "due", "paid");
    private static final List<String> MOMENTS = List.of("moment");
    private static final List<String> INSTANTS = List.of("happened", "offset", "changed", "stamp");

    private static final TimeZone BEFORE = TimeZone.getDefault();
    private static final long SEED = System.nanoTime();

    @RegisterExtension
    static final Databases DATABASES = new Databases();

    private Estate estate;

    @AfterEach
    void close() throws SQLException {
        estate.close();
        in(BEFORE);
    }

    private static void in(TimeZone zone) {
        TimeZone.setDefault(zone);
        DateTimeUtils.resetCalendar();
        // EclipseLink keeps calendars of the zone in which it was loaded.
        Helper.getCalendarCache().clear();
        Helper.getCalendarCache().add(Calendar.getInstance());
    }

    /** One zone of all by chance, beside that of most of the examples: -Dzones=all tries each. */
    static Stream<Arguments> places() {
        String chosen = ZONES.get(new Random(SEED).nextInt(ZONES.size()));
        Stream<String> zones = System.getProperty("zones") == null
                ? Stream.of("Europe/Berlin", chosen).distinct()
                : ZONES.stream();
        return zones.flatMap(
                zone -> Stream.concat(Databases.all(), Databases.ours()).map(database -> Arguments.of(database, zone)));
    }

    /** A value of a field, and the server's clock at it. */
    private record Sent(String field, String value, LocalDateTime here) {}

    @ParameterizedTest(name = "{0} in {1}")
    @MethodSource("places")
    void a_time_is_kept_or_rejected_by_name(String database, String zone) throws SQLException {
        in(TimeZone.getTimeZone(zone));
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Times.class, Converters.class));
        estate = DATABASES.estate(database, zone, List.of("red"), unit);
        List<Sent> sent = new ArrayList<>();
        for (LocalDateTime time : times(ZoneId.of(zone))) {
            LocalDate day = time.toLocalDate();
            Instant instant = time.toInstant(ZoneOffset.UTC);
            LocalDateTime here = LocalDateTime.ofInstant(instant, ZoneId.of(zone));
            DAYS.forEach(field -> sent.add(new Sent(field, day.toString(), day.atStartOfDay())));
            MOMENTS.forEach(field -> sent.add(new Sent(field, time.toString(), time)));
            INSTANTS.forEach(field -> sent.add(new Sent(field, instant.toString(), here)));
        }
        areKept(sent.stream().filter(one -> !LegacyTime.isSpecial(one.here())).toList());
        for (Sent one : sent) {
            if (LegacyTime.isSpecial(one.here()) && !isRejectedByName(one)) {
                areKept(List.of(one));
            }
        }
    }

    /** Days of the last centuries exist everywhere, and the WAR's own connections keep all that exist. */
    @ParameterizedTest
    @MethodSource("ours")
    void our_connections_keep_the_days_before_standard_time(String database) throws SQLException {
        in(TimeZone.getTimeZone("Europe/Berlin"));
        TestUnit unit = TestUnit.of(Databases.provider(database), List.of(Kind.class, Times.class, Converters.class));
        estate = DATABASES.estate(database, "ours", List.of("red"), unit);
        List<Sent> sent = new ArrayList<>();
        for (int year = 1800; year <= 1980; year += 4) {
            LocalDateTime noon = LocalDate.of(year, 6, 15).atTime(12, 0);
            sent.add(new Sent("day", noon.toLocalDate().toString(), noon));
            sent.add(new Sent("moment", noon.toString(), noon));
            sent.add(new Sent("happened", noon.toInstant(ZoneOffset.UTC).toString(), noon));
        }
        // The hour that comes twice.
        sent.add(new Sent("happened", "2026-10-25T00:30:00Z", null));
        sent.add(new Sent("happened", "2026-10-25T01:30:00Z", null));
        areKept(sent);
    }

    static Stream<String> ours() {
        return Databases.ours();
    }

    private void areKept(List<Sent> sent) {
        Map<UUID, Sent> byId = new LinkedHashMap<>();
        sent.forEach(one -> byId.put(UUID.randomUUID(), one));
        Change[] changes = byId.entrySet().stream()
                .map(entry -> change(entry.getKey(), entry.getValue()))
                .toArray(Change[]::new);
        PushResult result = estate.push(changes);
        assertEquals(sent.size(), result.applied().size(), () -> result.toJson().toString());
        Map<String, JsonObject> pulled = estate.pull("times");
        byId.forEach((id, one) -> assertEquals(
                one.value(),
                pulled.get(id.toString()).getJsonObject("fields").getString(one.field()),
                () -> one + ", seed " + SEED));
    }

    private boolean isRejectedByName(Sent one) {
        UUID id = UUID.randomUUID();
        String named;
        try {
            PushResult result = estate.push(change(id, one));
            if (result.rejected().isEmpty()) {
                return false;
            }
            named = result.rejected()
                    .getJsonObject(0)
                    .getJsonArray("violations")
                    .getJsonObject(0)
                    .getString("field");
        } catch (RefusedException e) {
            Rejection rejection = e.rejection(new RecordKey("times", id), estate.registry.get("times"));
            named = rejection.violations().get(0).field();
        }
        assertEquals(one.field(), named, () -> one + ", seed " + SEED);
        return true;
    }

    private static Change change(UUID id, Sent one) {
        return added("times", id, "{'team': 'red', '" + one.field() + "': '" + one.value() + "'}");
    }

    /** What people tried, each change of the zone's offset from both sides, and some by chance. */
    private static List<LocalDateTime> times(ZoneId zone) {
        List<LocalDateTime> times = new ArrayList<>();
        for (String day : List.of(
                "0000-06-01",
                "0001-01-01",
                "0999-02-28",
                "1066-10-14",
                "1582-10-04",
                "1582-10-05",
                "1582-10-14",
                "1582-10-15",
                "1700-02-28",
                "1871-06-15",
                "1893-03-31",
                "1900-02-28",
                "2011-12-30",
                "2024-02-29",
                "9999-12-31")) {
            times.add(LocalDate.parse(day).atStartOfDay());
        }
        List<ZoneOffsetTransition> changes = zone.getRules().getTransitions();
        var random = new Random(SEED);
        for (int i = 0; i < Math.min(4, changes.size()); i++) {
            ZoneOffsetTransition change = changes.get(i == 0 ? 0 : random.nextInt(changes.size()));
            times.add(change.getDateTimeBefore().plusMinutes(1));
            times.add(change.getDateTimeAfter().plusMinutes(1));
            times.add(
                    LocalDateTime.ofInstant(change.getInstant(), ZoneOffset.UTC).plusMinutes(1));
        }
        for (int i = 0; i < 12; i++) {
            LocalDate day = LocalDate.of(1800, 1, 1).plusDays(random.nextInt(366 * 300));
            times.add(day.atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400)))
                    .plus(random.nextInt(1000), ChronoUnit.MILLIS));
        }
        return times;
    }
}
