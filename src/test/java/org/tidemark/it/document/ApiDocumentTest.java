package org.tidemark.it.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Listening;
import org.tidemark.it.contract.ProtocolPage;
import org.tidemark.rest.Api;

/** The API's documents say what the resources and docs/protocol.md say: no more and no less. */
class ApiDocumentTest {

    /** A file is no page. */
    private static final Set<String> OF_PAGES = Set.of("order", "after", "limit");

    private final ApiDocument document = ApiDocument.SERVED;

    @Test
    void each_resource_is_in_the_document_with_its_parameters_and_nothing_else_is() {
        Map<String, Set<String>> inTheSource = new TreeMap<>();
        for (Class<?> resource : new Api().getClasses()) {
            if (resource.isAnnotationPresent(Path.class)) {
                for (Method method : resource.getMethods()) {
                    Arrays.stream(method.getAnnotations())
                            .map(one -> one.annotationType().getAnnotation(HttpMethod.class))
                            .filter(verb -> verb != null)
                            .forEach(verb ->
                                    inTheSource.put(verb.value() + " " + path(resource, method), parameters(method)));
                }
            }
        }
        Map<String, Set<String>> inTheDocument = document.operations().stream()
                .collect(Collectors.toMap(
                        ApiDocument.Operation::toString, document::queryParameters, (a, b) -> a, TreeMap::new));
        inTheSource.forEach((operation, names) -> {
            if (operation.startsWith("GET /export/")) {
                names.removeAll(OF_PAGES);
            }
        });
        assertEquals(inTheSource, inTheDocument);
    }

    private static String path(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value());
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Set<String> parameters(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            add(names, parameter.getAnnotations());
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                for (Field field : parameter.getType().getDeclaredFields()) {
                    add(names, field.getAnnotations());
                }
            }
        }
        return names;
    }

    private static void add(Set<String> names, Annotation... annotations) {
        for (Annotation one : annotations) {
            if (one instanceof QueryParam query) {
                names.add(query.value());
            }
        }
    }

    @Test
    void each_parameter_of_a_path_is_described() {
        for (ApiDocument.Operation operation : document.operations()) {
            Set<String> described = new TreeSet<>();
            operation
                    .ofPath()
                    .path("parameters")
                    .forEach(one ->
                            described.add(document.resolved(one).get("name").textValue()));
            assertEquals(
                    Pattern.compile("\\{([^}]+)\\}")
                            .matcher(operation.path())
                            .results()
                            .map(one -> one.group(1))
                            .collect(Collectors.toCollection(TreeSet::new)),
                    described,
                    operation::toString);
        }
    }

    @Test
    void each_operation_says_what_it_answers_and_how_it_refuses() {
        Set<String> ids = new TreeSet<>();
        for (ApiDocument.Operation operation : document.operations()) {
            assertTrue(ids.add(operation.json().get("operationId").textValue()), operation + " has no id of its own");
            assertFalse(operation.json().path("summary").asText().isBlank(), operation::toString);
            assertTrue(operation.json().get("responses").has("default"), operation + " says nothing of refusals");
        }
    }

    @Test
    void schemas_are_schemas_of_2020_12() {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (String file : MessageSchemas.FILES) {
            assertEquals(List.of(), meta.validate(MessageSchemas.file(file)), file);
        }
    }

    @Test
    void references_lead_somewhere() {
        checkReferences("openapi.json", document.root());
        for (String file : MessageSchemas.FILES) {
            checkReferences(file, MessageSchemas.file(file));
        }
    }

    private static void checkReferences(String file, JsonNode node) {
        if (node.path("$ref").isTextual()) {
            String[] parts = node.get("$ref").textValue().split("#", 2);
            JsonNode target = MessageSchemas.file(parts[0].isEmpty() ? file : parts[0]);
            assertFalse(target.at(parts[1]).isMissingNode(), file + " refers to " + node.get("$ref"));
        }
        node.forEach(child -> checkReferences(file, child));
    }

    @Test
    void every_schema_is_used() {
        String all = document.root().toString()
                + MessageSchemas.FILES.stream()
                        .map(file -> MessageSchemas.file(file).toString())
                        .collect(Collectors.joining());
        for (String file : MessageSchemas.FILES) {
            MessageSchemas.file(file)
                    .get("$defs")
                    .fieldNames()
                    .forEachRemaining(name -> assertTrue(
                            all.contains("#/$defs/" + name + "\"") || name.startsWith("Event"),
                            file + " has " + name + ", which nobody uses"));
        }
    }

    @Test
    void problems_are_those_of_the_protocol() throws IOException {
        Set<String> inTheProtocol = Pattern.compile("(?m)^\\| [45]\\d\\d(?:, \\d+)? \\| `([a-z-]+)` \\|")
                .matcher(Files.readString(java.nio.file.Path.of("docs/protocol.md")))
                .results()
                .map(one -> "urn:tidemark:problem:" + one.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> inTheSchema = new TreeSet<>();
        MessageSchemas.file("sync.schema.json")
                .at("/$defs/ProblemType/anyOf/0/enum")
                .forEach(one -> inTheSchema.add(one.textValue()));
        assertEquals(inTheProtocol, inTheSchema);
    }

    @Test
    void examples_of_the_protocol_are_as_the_schemas_have_them() {
        var page = new ProtocolPage();
        page.exchanges().forEach(one -> {
            String type = one.status() < 400 ? "application/json" : "application/problem+json";
            var exchange = new Exchange(
                    one.method(), one.path(), utf8(one.body()), false, one.status(), type, utf8(one.answer() + ""));
            try {
                exchange.check();
            } catch (AssertionError e) {
                throw new AssertionError("docs/protocol.md:" + one.line() + ": " + e.getMessage(), e);
            }
        });
        page.events()
                .forEach(event -> MessageSchemas.CLOSED.check(
                        Listening.schema(event.name()),
                        MessageSchemas.parse(event.data().toString()),
                        event.name()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
