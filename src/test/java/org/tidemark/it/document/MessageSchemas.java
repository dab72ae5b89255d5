package org.tidemark.it.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.tidemark.json.Excerpt;
import org.tidemark.rest.Api;

/**
 * The JSON Schemas of the messages, as the server sends them, with one difference: answers are closed. A client ignores
 * members that it does not know, but here each member that the server sends has to be in the schema. Threadsafe.
 */
public final class MessageSchemas {

    /** Where they seem to come from; nothing is fetched. */
    private static final String PLACE = "https://localhost/api/documents/";

    static final List<String> FILES = List.of("sync.schema.json", "desk.schema.json");

    /** The tests of what is bounded send names and texts of any length. */
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build());

    /** So much of a message is told. */
    private static final int LONGEST = 2_000;

    public static final MessageSchemas CLOSED = new MessageSchemas();

    private final SchemaRegistry registry;
    private final Map<String, Schema> byReference = new ConcurrentHashMap<>();

    private MessageSchemas() {
        Map<String, String> texts = new HashMap<>();
        for (String file : FILES) {
            JsonNode schema = file(file);
            close(schema);
            texts.put(PLACE + file, schema.toString());
        }
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(texts));
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("properties") && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(MessageSchemas::close);
    }

    /** One of the documents, as the server sends it. */
    static JsonNode file(String name) {
        try (InputStream file = Api.class.getResourceAsStream(name)) {
            return MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + Excerpt.of(json, LONGEST), e);
        }
    }

    /** @param reference as in {@code sync.schema.json#/$defs/Record} */
    public void check(String reference, JsonNode message, String what) {
        Schema schema = byReference.computeIfAbsent(reference, r -> registry.getSchema(SchemaLocation.of(PLACE + r)));
        List<Error> errors = schema.validate(message);
        if (!errors.isEmpty()) {
            String found = errors.stream()
                    .limit(10)
                    .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                    .collect(Collectors.joining("\n"));
            throw new AssertionError(what + " is not as " + reference + " has it:\n" + found + "\n"
                    + Excerpt.of(message.toString(), LONGEST));
        }
    }
}
