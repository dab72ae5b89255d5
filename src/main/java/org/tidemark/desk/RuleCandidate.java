package org.tidemark.desk;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Locale;

/** A simple rule for one field, which may be what people follow without a rule. */
enum RuleCandidate {
    /** The client's: the server hears of it after the other one, and believes no device's clock. */
    LATER("the later one") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            return client;
        }
    },
    EARLIER("the earlier one") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            return server;
        }
    },
    FILLED("the one that is not empty") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            return isEmpty(client) == isEmpty(server) ? null : isEmpty(client) ? server : client;
        }
    },
    LONGER("the longer one") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            return client instanceof JsonString one && server instanceof JsonString other
                    ? greater(one.getString().length() - other.getString().length(), client, server)
                    : null;
        }
    },
    LARGER("the larger one") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            BigDecimal one = number(client);
            BigDecimal other = number(server);
            return one == null || other == null ? null : greater(one.compareTo(other), client, server);
        }
    },
    SMALLER("the smaller one") {
        @Override
        JsonValue choose(JsonValue client, JsonValue server) {
            return LARGER.choose(server, client) == null
                    ? null
                    : LARGER.choose(client, server) == client ? server : client;
        }
    };

    private final String words;

    RuleCandidate(String words) {
        this.words = words;
    }

    /** One of the two, or null where the rule says nothing. */
    abstract JsonValue choose(JsonValue client, JsonValue server);

    String words() {
        return words;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static JsonValue greater(int comparison, JsonValue one, JsonValue other) {
        return comparison == 0 ? null : comparison > 0 ? one : other;
    }

    static boolean isEmpty(JsonValue value) {
        return value == JsonValue.NULL
                || value instanceof JsonString text && text.getString().isBlank();
    }

    /** A {@code BigDecimal} and a {@code long} travel as strings. */
    static BigDecimal number(JsonValue value) {
        if (value instanceof JsonNumber number) {
            return number.bigDecimalValue();
        }
        return value instanceof JsonString text && text.getString().matches("-?\\d{1,30}(\\.\\d{1,30})?")
                ? new BigDecimal(text.getString())
                : null;
    }
}
