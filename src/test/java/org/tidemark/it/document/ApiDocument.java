package org.tidemark.it.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The OpenAPI document by its operations. Threadsafe. */
final class ApiDocument {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "options", "head", "patch");

    static final ApiDocument SERVED = new ApiDocument(MessageSchemas.file("openapi.json"));

    private final JsonNode root;
    private final List<Operation> operations = new ArrayList<>();

    /** A method at a path. */
    record Operation(String method, String path, Pattern pattern, JsonNode json, JsonNode ofPath) {

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private ApiDocument(JsonNode root) {
        this.root = root;
        root.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .forEach(member -> operations.add(new Operation(
                        member.getKey().toUpperCase(Locale.ROOT),
                        path.getKey(),
                        pattern(path.getKey()),
                        member.getValue(),
                        path.getValue()))));
    }

    private static Pattern pattern(String path) {
        return Pattern.compile(path.replace(".", "[.]").replaceAll("\\{[^}]+\\}", "[^/]+"));
    }

    JsonNode root() {
        return root;
    }

    List<Operation> operations() {
        return operations;
    }

    /** A path without parameters is looked at before one with them, as JAX-RS does. */
    Optional<Operation> find(String method, String path) {
        return operations.stream()
                .filter(one -> one.method().equals(method))
                .filter(one -> one.pattern().matcher(path).matches())
                .min((one, other) ->
                        Boolean.compare(one.path().contains("{"), other.path().contains("{")));
    }

    Set<String> queryParameters(Operation operation) {
        Set<String> names = new TreeSet<>();
        operation.json().path("parameters").forEach(one -> {
            JsonNode parameter = resolved(one);
            if (parameter.get("in").textValue().equals("query")) {
                names.add(parameter.get("name").textValue());
            }
        });
        return names;
    }

    /** What the schema of the request's body refers to; null where there is no body. */
    String request(Operation operation) {
        return reference(operation.json().path("requestBody"), "application/json");
    }

    /** The answer of this status, or that of all others. */
    JsonNode answer(Operation operation, int status) {
        JsonNode answers = operation.json().get("responses");
        return resolved(
                answers.path(Integer.toString(status)).isMissingNode()
                        ? answers.path("default")
                        : answers.get(Integer.toString(status)));
    }

    /** What the schema of a message of this type refers to; null where it has none. */
    static String reference(JsonNode message, String type) {
        return message.path("content").path(type).path("schema").path("$ref").textValue();
    }

    /** What a reference within this document leads to. */
    JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").textValue();
        return reference == null ? node : root.at(reference.substring(1));
    }
}
