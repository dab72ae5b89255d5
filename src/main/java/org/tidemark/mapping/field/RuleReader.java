package org.tidemark.mapping.field;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.FutureOrPresent;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tidemark.json.Json;

/**
 * Gathers the constraints of one value that a client can look at: of two bounds the narrower, of two patterns both. Not
 * threadsafe.
 */
final class RuleReader {

    private static final String EVERYTHING = ".*";

    private final Map<String, JsonValue> members = new TreeMap<>();
    private final List<JsonObject> patterns = new ArrayList<>();
    private BigDecimal min;
    private BigDecimal max;
    private boolean isMinOpen;
    private boolean isMaxOpen;
    private long shortest;
    private long longest = Integer.MAX_VALUE;
    private boolean isRequired;

    boolean isRequired() {
        return isRequired;
    }

    long longest() {
        return longest;
    }

    void add(Annotation constraint) {
        if (constraint instanceof NotNull) {
            isRequired = true;
        } else if (constraint instanceof NotBlank) {
            isRequired = true;
            put("notBlank", JsonValue.TRUE);
        } else if (constraint instanceof NotEmpty) {
            isRequired = true;
            shortest = Math.max(shortest, 1);
        } else if (constraint instanceof Null) {
            put("absent", JsonValue.TRUE);
        } else if (constraint instanceof Size size) {
            shortest = Math.max(shortest, size.min());
            longest = Math.min(longest, size.max());
        } else if (constraint instanceof AssertTrue) {
            put("is", JsonValue.TRUE);
        } else if (constraint instanceof AssertFalse) {
            put("is", JsonValue.FALSE);
        } else if (!addNumber(constraint) && !addText(constraint)) {
            addTime(constraint);
        }
    }

    private boolean addNumber(Annotation constraint) {
        if (constraint instanceof Min bound) {
            atLeast(BigDecimal.valueOf(bound.value()), false);
        } else if (constraint instanceof Max bound) {
            atMost(BigDecimal.valueOf(bound.value()), false);
        } else if (constraint instanceof DecimalMin bound) {
            atLeast(new BigDecimal(bound.value()), !bound.inclusive());
        } else if (constraint instanceof DecimalMax bound) {
            atMost(new BigDecimal(bound.value()), !bound.inclusive());
        } else if (constraint instanceof Positive) {
            atLeast(BigDecimal.ZERO, true);
        } else if (constraint instanceof PositiveOrZero) {
            atLeast(BigDecimal.ZERO, false);
        } else if (constraint instanceof Negative) {
            atMost(BigDecimal.ZERO, true);
        } else if (constraint instanceof NegativeOrZero) {
            atMost(BigDecimal.ZERO, false);
        } else if (constraint instanceof Digits digits) {
            put("integer", Json.createValue(digits.integer()));
            put("fraction", Json.createValue(digits.fraction()));
        } else {
            return false;
        }
        return true;
    }

    private boolean addText(Annotation constraint) {
        if (constraint instanceof Email email) {
            put("email", JsonValue.TRUE);
            if (!email.regexp().equals(EVERYTHING)) {
                pattern(email.regexp(), email.flags());
            }
            return true;
        }
        if (constraint instanceof Pattern pattern) {
            pattern(pattern.regexp(), pattern.flags());
            return true;
        }
        return false;
    }

    private void addTime(Annotation constraint) {
        if (constraint instanceof Past) {
            put("time", Json.createValue("past"));
        } else if (constraint instanceof PastOrPresent) {
            put("time", Json.createValue("pastOrPresent"));
        } else if (constraint instanceof Future) {
            put("time", Json.createValue("future"));
        } else if (constraint instanceof FutureOrPresent) {
            put("time", Json.createValue("futureOrPresent"));
        }
    }

    private void put(String name, JsonValue value) {
        members.put(name, value);
    }

    private void atLeast(BigDecimal bound, boolean isOpen) {
        int order = min == null ? 1 : bound.compareTo(min);
        isMinOpen = order > 0 ? isOpen : order == 0 ? isMinOpen || isOpen : isMinOpen;
        min = order > 0 ? bound : min;
    }

    private void atMost(BigDecimal bound, boolean isOpen) {
        int order = max == null ? -1 : bound.compareTo(max);
        isMaxOpen = order < 0 ? isOpen : order == 0 ? isMaxOpen || isOpen : isMaxOpen;
        max = order < 0 ? bound : max;
    }

    private void pattern(String regexp, Pattern.Flag... flags) {
        String names = Arrays.stream(flags).map(Enum::name).sorted().collect(Collectors.joining(" "));
        patterns.add(Json.createObjectBuilder()
                .add("regexp", regexp)
                .add("flags", names)
                .build());
    }

    /** Without the most characters: the field tells them, as the column limits them too. */
    JsonObject json() {
        var json = Json.createObjectBuilder();
        members.forEach(json::add);
        if (min != null) {
            json.add(isMinOpen ? "above" : "min", min.toPlainString());
        }
        if (max != null) {
            json.add(isMaxOpen ? "below" : "max", max.toPlainString());
        }
        if (shortest > 0) {
            json.add("minLength", shortest);
        }
        if (!patterns.isEmpty()) {
            var list = Json.createArrayBuilder();
            patterns.forEach(list::add);
            json.add("patterns", list);
        }
        return json.build();
    }

    /** Of the elements of a collection, which no column limits. */
    JsonObject items() {
        return longest == Integer.MAX_VALUE
                ? json()
                : Json.createObjectBuilder(json()).add("maxLength", longest).build();
    }
}
