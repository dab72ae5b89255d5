package org.tidemark.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The push part of an answer: where each change ended. */
public record Outcomes(JsonObject push) {

    /** The version that the change of {@code row} was applied with. */
    public long applied(Row row) {
        JsonObject applied = only(row, "applied");
        assertEquals(row.collection(), applied.getString("collection"));
        return Body.version(applied);
    }

    /** Applied too, but of a record that is gone there is no version to promise. */
    public void gone(Row row) {
        only(row, "applied");
    }

    public JsonObject conflict(Row row, String kind) {
        JsonObject conflict = only(row, "conflicts");
        assertEquals(row.collection(), conflict.getString("collection"));
        assertEquals(kind, conflict.getString("kind"));
        return conflict;
    }

    public JsonObject rejected(Row row, String reason) {
        JsonObject rejected = rejected(row);
        assertEquals(reason, rejected.getString("reason"), rejected::toString);
        return rejected;
    }

    public JsonObject rejected(Row row) {
        JsonObject rejected = only(row, "rejected");
        assertEquals(row.collection(), rejected.getString("collection"));
        return rejected;
    }

    /** {@code applied}, {@code conflicts} or {@code rejected}; anything but exactly one of them fails. */
    public String placeOf(Row row) {
        List<String> places = Stream.of("applied", "conflicts", "rejected")
                .flatMap(place -> in(row, place).stream().map(found -> place))
                .toList();
        if (places.size() != 1) {
            fail("a change must end in exactly one place, not in " + places + ": " + push);
        }
        return places.get(0);
    }

    public boolean repeated() {
        return push.getBoolean("repeated");
    }

    public int count(String place) {
        return push.getJsonArray(place).size();
    }

    private JsonObject only(Row row, String place) {
        assertEquals(place, placeOf(row), push::toString);
        return in(row, place).get(0);
    }

    private List<JsonObject> in(Row row, String place) {
        String idName = place.equals("conflicts") ? "record" : "id";
        return push.getJsonArray(place).getValuesAs(JsonObject.class).stream()
                .filter(one -> Objects.equals(one.getString("collection", null), row.collection()))
                .filter(one -> one.getString(idName).equals(row.id()))
                .toList();
    }
}
