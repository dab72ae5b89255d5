package org.tidemark.desk;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.tidemark.json.Json;

/**
 * That people decide a field nearly always in the same simple way.
 *
 * @param decided in how many cases the rule says something
 * @param same in how many of them the person took the same
 */
record RuleSuggestion(String field, RuleCandidate candidate, int decided, int same) {

    /** Fewer cases prove nothing. */
    private static final int FEWEST = 5;

    private static final double MOSTLY = 0.9;

    /** The best of each field that people follow mostly. */
    static List<RuleSuggestion> of(List<PastDecision> past) {
        var fields = new TreeSet<String>();
        past.forEach(one -> fields.addAll(one.disputed()));
        List<RuleSuggestion> found = new ArrayList<>();
        for (String field : fields) {
            best(
                            field,
                            past.stream()
                                    .filter(one -> one.disputed().contains(field))
                                    .toList())
                    .ifPresent(found::add);
        }
        return found;
    }

    private static Optional<RuleSuggestion> best(String field, List<PastDecision> past) {
        return Stream.of(RuleCandidate.values())
                .map(candidate -> of(field, candidate, past))
                .filter(one -> one.decided >= FEWEST && one.same >= one.decided * MOSTLY)
                // The first of equals is the simplest.
                .min(Comparator.comparingInt((RuleSuggestion one) -> -one.same)
                        .thenComparingInt(one -> one.decided)
                        .thenComparing(RuleSuggestion::candidate));
    }

    static RuleSuggestion of(String field, RuleCandidate candidate, List<PastDecision> past) {
        int decided = 0;
        int same = 0;
        for (PastDecision one : past) {
            var chosen = candidate.choose(one.client(field), one.server(field));
            if (chosen != null) {
                decided++;
                same += chosen.equals(one.taken(field)) ? 1 : 0;
            }
        }
        return new RuleSuggestion(field, candidate, decided, same);
    }

    /** As {@code phone: the later one, in 97 of 99 cases}. */
    String words() {
        return field + ": " + candidate.words() + ", in " + same + " of " + decided + " cases";
    }

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("field", field)
                .add("rule", candidate.wireName())
                .add("words", words())
                .add("decided", decided)
                .add("same", same)
                .build();
    }
}
