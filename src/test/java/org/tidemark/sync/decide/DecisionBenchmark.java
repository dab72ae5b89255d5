package org.tidemark.sync.decide;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.tidemark.bench.load.Companies;
import org.tidemark.mapping.MergeRules;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Merge;

/**
 * What it costs to decide about an edit of a company's phone number, the canonical values at hand. The two sides share
 * no value, as in a push, so that equal ones have to be compared.
 */
@State(Scope.Benchmark)
public class DecisionBenchmark {

    private static final long BASE = 5;

    private final MergeRules rules = new MergeRules(Merge.FIELDS, Set.of(), Map.of());
    private final Map<String, JsonValue> fields = company("phone", Companies.phone(1, 1));
    private final Map<String, JsonValue> base =
            Map.of("phone", Companies.fields(1).get("phone"));
    private final Change edit =
            new Change.Modified(new RecordKey("companies", Companies.id(1)), BASE, object(fields), object(base), null);
    private final ServerState unchanged = new ServerState.Present(BASE, new LinkedHashMap<>(Companies.fields(1)));
    private final ServerState samePhone = new ServerState.Present(BASE + 1, company("phone", Companies.phone(2, 1)));
    private final Map<String, JsonValue> otherField = company("notes", "moved");

    @Benchmark
    public Object update() {
        return ConflictDetector.decide(edit, fields, base, unchanged, rules, false);
    }

    @Benchmark
    public Object conflict() {
        return ConflictDetector.decide(edit, fields, base, samePhone, rules, false);
    }

    @Benchmark
    public Object merge() {
        return ThreeWayMerge.of(fields, base, otherField, rules.coupled());
    }

    private static Map<String, JsonValue> company(String field, String value) {
        Map<String, JsonValue> fields = new LinkedHashMap<>(Companies.fields(1));
        fields.put(field, Json.createValue(value));
        return fields;
    }

    private static JsonObject object(Map<String, JsonValue> fields) {
        return Json.createObjectBuilder(fields).build();
    }
}
