package org.tidemark.json;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, in a text that a reader refused, the first name that occurs twice in an object: the reader does not say which.
 */
public final class DuplicateMember {

    /** An object or array that is open, and the place in it. */
    private static final class Level {
        private final boolean array;
        private final Set<String> names = new HashSet<>();
        private String place = "";
        private int index = -1;

        private Level(boolean array) {
            this.array = array;
        }
    }

    private final Deque<Level> levels = new ArrayDeque<>();

    private DuplicateMember() {}

    /** The pointer (RFC 6901) to it; empty if there is none before the text ceases to be JSON. */
    public static Optional<String> pointer(String text) {
        var search = new DuplicateMember();
        try (JsonParser parser = Json.createParser(new StringReader(text))) {
            while (parser.hasNext()) {
                if (!search.isNew(parser.next(), parser)) {
                    return Optional.of(search.pointer());
                }
            }
        } catch (JsonException | IllegalStateException e) {
            // Refused for another reason.
        }
        return Optional.empty();
    }

    private boolean isNew(JsonParser.Event event, JsonParser parser) {
        switch (event) {
            case KEY_NAME -> {
                String name = parser.getString();
                levels.peek().place = name.replace("~", "~0").replace("/", "~1");
                return levels.peek().names.add(name);
            }
            case END_OBJECT, END_ARRAY -> levels.pop();
            default -> {
                if (!levels.isEmpty() && levels.peek().array) {
                    levels.peek().place = Integer.toString(++levels.peek().index);
                }
                if (event == JsonParser.Event.START_OBJECT || event == JsonParser.Event.START_ARRAY) {
                    levels.push(new Level(event == JsonParser.Event.START_ARRAY));
                }
            }
        }
        return true;
    }

    private String pointer() {
        var pointer = new StringBuilder();
        for (Iterator<Level> outermost = levels.descendingIterator(); outermost.hasNext(); ) {
            pointer.append('/').append(outermost.next().place);
        }
        return pointer.toString();
    }
}
