package org.tidemark.sync.constraints;

import jakarta.json.JsonValue;
import jakarta.persistence.Convert;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.TableFacts;
import org.tidemark.mapping.UniqueKey;
import org.tidemark.mapping.field.Column;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.sync.decide.Decision;
import org.tidemark.sync.decide.PlannedChange;

/**
 * Values that records of a transaction give away, taken out of their rows before JPA writes anything: null where the
 * column can hold it, else something that nobody has. JPA writes the final values over it, or deletes the row, in
 * whichever order. Nobody else sees it: the rows are locked, and nothing is committed in between. Triggers see one
 * update more.
 */
final class Parking {

    private static final int LETTERS = 36;
    private static final int LONGEST_TEXT = 24;
    private static final int FIRST_PRIVATE = 0xE000;
    private static final int PRIVATE = 6400;
    private static final int SHORT_TEXT = 8;
    private static final int FIRST_DAYS = 300_000;
    private static final long YEAR_ONE = LocalDate.of(1, 1, 1).toEpochDay();

    private final EntityManager em;
    private final Map<Place, Set<RecordKey>> places = new LinkedHashMap<>();
    private final Set<Object> given = new HashSet<>();

    private record Place(SyncCollection collection, Column column) {}

    Parking(EntityManager em) {
        this.em = em;
    }

    void clear() {
        places.clear();
    }

    /** Whether a column of the key can be emptied that the plan's write fills again. */
    boolean add(SyncCollection collection, PlannedChange giving, UniqueKey key) {
        List<Column> candidates = new ArrayList<>(key.columns());
        candidates.removeIf(column -> column.field() instanceof ReferenceField && !column.nullable()
                || column.path().equals(collection.scopeField().name())
                || !isWritten(giving, column));
        candidates.sort((a, b) -> Boolean.compare(b.nullable(), a.nullable()));
        for (Column column : candidates) {
            if (collection.isOneTable() && (column.nullable() || nobodys(column) != null)) {
                places.computeIfAbsent(new Place(collection, column), place -> new LinkedHashSet<>())
                        .add(giving.key());
                return true;
            }
        }
        return false;
    }

    private static boolean isWritten(PlannedChange plan, Column column) {
        if (plan.effect() instanceof Decision.Delete) {
            return true;
        }
        return plan.effect() instanceof Decision.Update update
                && update.fields().containsKey(column.path().split("\\.", 2)[0])
                && !value(update.fields(), column).equals(value(plan.server().fields(), column));
    }

    private static JsonValue value(Map<String, JsonValue> fields, Column column) {
        return TableFacts.within(fields, column.path());
    }

    void write() {
        places.forEach((place, keys) -> {
            List<UUID> ids = keys.stream().map(RecordKey::id).toList();
            if (place.column().nullable()) {
                em.createQuery(place.collection().queries().park(place.column(), "null"))
                        .setParameter("ids", ids)
                        .executeUpdate();
                return;
            }
            for (UUID id : ids) {
                em.createQuery(place.collection().queries().park(place.column(), ":value"))
                        .setParameter("value", another(place.column()))
                        .setParameter("ids", List.of(id))
                        .executeUpdate();
            }
        });
    }

    /** Of short texts there are so few that chance would soon give one twice. */
    private Object another(Column column) {
        Object value = nobodys(column);
        for (int tries = 0; !given.add(value) && tries < PRIVATE; tries++) {
            value = nobodys(column);
        }
        return value;
    }

    /** A value that nobody has, as far as chance can tell; null where the type has none. */
    private static Object nobodys(Column column) {
        Class<?> type = column.field().property().type();
        if (column.field().property().is(Convert.class)) {
            return null;
        }
        var random = ThreadLocalRandom.current();
        if (type == String.class) {
            return text(column.longest() < 0 ? LONGEST_TEXT : (int) Math.min(column.longest(), LONGEST_TEXT));
        }
        if (type == UUID.class) {
            return UUID.randomUUID();
        }
        if (type == Long.class || type == long.class) {
            return Long.MIN_VALUE + random.nextLong(1L << 60);
        }
        if (type == Integer.class || type == int.class) {
            return Integer.MIN_VALUE + random.nextInt(1 << 30);
        }
        return time(type, YEAR_ONE + random.nextInt(FIRST_DAYS), random.nextInt(24 * 60 * 60));
    }

    private static Object time(Class<?> type, long day, int second) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (type == LocalDate.class) {
            return date;
        }
        LocalDateTime time = date.atStartOfDay().plusSeconds(second);
        if (type == LocalDateTime.class) {
            return time;
        }
        return type == OffsetDateTime.class
                ? time.atOffset(ZoneOffset.UTC)
                : type == Instant.class ? time.toInstant(ZoneOffset.UTC) : null;
    }

    /** Of a short one there are few that are letters, and others may have them. */
    private static String text(int length) {
        var random = ThreadLocalRandom.current();
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(
                    length < SHORT_TEXT
                            ? (char) (FIRST_PRIVATE + random.nextInt(PRIVATE))
                            : Character.forDigit(random.nextInt(LETTERS), LETTERS));
        }
        return text.toString();
    }
}
