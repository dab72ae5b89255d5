package org.tidemark.conformance;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A golden vector: requests and what a server that keeps the rules answers.
 *
 * @param rules of docs/protocol.md that it shows, as P61
 */
public record Vector(String name, String title, List<String> rules, List<JsonObject> steps) {

    /** All of a folder, file by file. */
    public static List<Vector> in(Path folder) {
        List<Vector> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                read(file).forEach(vectors::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return vectors;
    }

    private static Stream<Vector> read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file);
                var json = Json.createReader(text)) {
            return json.readArray().getValuesAs(JsonObject.class).stream()
                    .map(one -> new Vector(
                            one.getString("name"),
                            one.getString("title"),
                            one.getJsonArray("rules").getValuesAs(JsonString::getString),
                            one.getJsonArray("steps").getValuesAs(JsonObject.class)));
        }
    }
}
