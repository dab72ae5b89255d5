package org.tidemark.desk;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a {@code ConflictRule} for people to read, copy and change. */
final class RuleSource {

    private static final Map<RuleCandidate, String> CHOICES = new EnumMap<>(Map.of(
            RuleCandidate.LATER, "client",
            RuleCandidate.EARLIER, "server",
            RuleCandidate.FILLED, "filled(client, server)",
            RuleCandidate.LONGER, "longer(client, server)",
            RuleCandidate.LARGER, "larger(client, server)",
            RuleCandidate.SMALLER, "smaller(client, server)"));

    private static final String FILLED = """

                private static JsonValue filled(JsonValue client, JsonValue server) {
                    return isEmpty(client) == isEmpty(server) ? null : isEmpty(client) ? server : client;
                }

                private static boolean isEmpty(JsonValue value) {
                    return value == JsonValue.NULL || value instanceof JsonString text && text.getString().isBlank();
                }
            """;

    private static final String LONGER = """

                private static JsonValue longer(JsonValue client, JsonValue server) {
                    if (!(client instanceof JsonString one) || !(server instanceof JsonString other)) {
                        return null;
                    }
                    int more = one.getString().length() - other.getString().length();
                    return more == 0 ? null : more > 0 ? client : server;
                }
            """;

    private static final String LARGER = """

                private static JsonValue larger(JsonValue client, JsonValue server) {
                    if (client == JsonValue.NULL || server == JsonValue.NULL) {
                        return null;
                    }
                    int more = number(client).compareTo(number(server));
                    return more == 0 ? null : more > 0 ? client : server;
                }
            """;

    private static final String SMALLER = """

                private static JsonValue smaller(JsonValue client, JsonValue server) {
                    if (client == JsonValue.NULL || server == JsonValue.NULL) {
                        return null;
                    }
                    int more = number(client).compareTo(number(server));
                    return more == 0 ? null : more < 0 ? client : server;
                }
            """;

    private static final String NUMBER = """

                private static BigDecimal number(JsonValue value) {
                    return new BigDecimal(value instanceof JsonString text ? text.getString() : value.toString());
                }
            """;

    private RuleSource() {}

    /** One rule for all these fields of a collection: an entity has one. */
    static String of(Class<?> entity, List<RuleSuggestion> suggestions) {
        String cases = suggestions.stream()
                .map(one -> "            // %s\n            case \"%s\" -> %s;\n"
                        .formatted(one.words(), one.field(), CHOICES.get(one.candidate())))
                .collect(Collectors.joining());
        boolean counts = uses(suggestions, RuleCandidate.LARGER) || uses(suggestions, RuleCandidate.SMALLER);
        boolean reads = counts || uses(suggestions, RuleCandidate.FILLED) || uses(suggestions, RuleCandidate.LONGER);
        return """
                import jakarta.enterprise.context.ApplicationScoped;
                import jakarta.json.Json;
                %simport jakarta.json.JsonValue;
                %simport org.tidemark.spi.ConflictRule;
                import org.tidemark.spi.EditConflict;
                import org.tidemark.spi.Verdict;
                import %s;

                @ApplicationScoped
                public class %sRule implements ConflictRule<%s> {

                    @Override
                    public Verdict decide(EditConflict conflict) {
                        if (conflict.disputed().isEmpty()) {
                            return Verdict.person();
                        }
                        var fields = Json.createObjectBuilder();
                        for (String field : conflict.disputed()) {
                            JsonValue chosen = choose(
                                    field,
                                    conflict.client().fields().getOrDefault(field, JsonValue.NULL),
                                    conflict.server().fields().getOrDefault(field, JsonValue.NULL));
                            if (chosen == null) {
                                return Verdict.person();
                            }
                            fields.add(field, chosen);
                        }
                        return Verdict.merged(fields.build());
                    }

                    private static JsonValue choose(String field, JsonValue client, JsonValue server) {
                        return switch (field) {
                %s            default -> null;
                        };
                    }
                %s}
                """.formatted(
                        reads ? "import jakarta.json.JsonString;\n" : "",
                        counts ? "import java.math.BigDecimal;\n" : "",
                        entity.getCanonicalName(),
                        entity.getSimpleName(),
                        entity.getSimpleName(),
                        cases,
                        (uses(suggestions, RuleCandidate.FILLED) ? FILLED : "")
                                + (uses(suggestions, RuleCandidate.LONGER) ? LONGER : "")
                                + (uses(suggestions, RuleCandidate.LARGER) ? LARGER : "")
                                + (uses(suggestions, RuleCandidate.SMALLER) ? SMALLER : "")
                                + (counts ? NUMBER : ""));
    }

    private static boolean uses(List<RuleSuggestion> suggestions, RuleCandidate candidate) {
        return suggestions.stream().anyMatch(one -> one.candidate() == candidate);
    }
}
