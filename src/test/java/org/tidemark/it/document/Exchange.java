package org.tidemark.it.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.tidemark.it.document.ApiDocument.Operation;

/**
 * A request and its answer, held to the API's documents. Of a request that is refused, nothing is asked: half of the
 * tests send what no decent client would.
 *
 * @param path with the query, below the application's address
 * @param packed whether the body of the request is
 */
public record Exchange(
        String method, String path, byte[] request, boolean packed, int status, String type, byte[] answer) {

    private static final String ROOT = "/api";
    private static final String PROBLEM = "application/problem+json";

    /** What JAX-RS answers by itself. */
    private static final Set<String> UNASKED = Set.of("OPTIONS", "HEAD", "TRACE");

    /** A message is the same whatever the database is: on others than this the time is saved. */
    private static final boolean IS_HELD =
            System.getProperty("tidemark.it.database", "h2").equals("h2");

    /** Fails where the documents say something else. */
    public void check() {
        String address = path.split("\\?", 2)[0];
        if (!IS_HELD && !address.equals(ROOT + "/administration")) {
            return; // which tells of triggers, and H2 has none
        }
        if (!address.equals(ROOT) && !address.startsWith(ROOT + "/") || UNASKED.contains(method)) {
            return;
        }
        String below = address.substring(ROOT.length());
        Optional<Operation> operation = ApiDocument.SERVED.find(method, below.isEmpty() ? "/" : below);
        if (status >= 400) {
            checkRefusal(operation);
        } else if (operation.isPresent()) {
            checkAnswer(operation.get());
        } else if (status < 300) {
            throw new AssertionError(this + " is answered, and is not in openapi.json");
        }
    }

    /** Where no problem document is, somebody else answered, as the container: the tests of that look themselves. */
    private void checkRefusal(Optional<Operation> operation) {
        if (!PROBLEM.equals(mediaType())) {
            return;
        }
        JsonNode problem = json(answer);
        MessageSchemas.CLOSED.check("sync.schema.json#/$defs/Problem", problem, toString());
        if (problem.get("status").intValue() != status) {
            throw new AssertionError(this + " says " + problem);
        }
        operation.ifPresent(one -> reference(one, PROBLEM));
    }

    private void checkAnswer(Operation operation) {
        String asked = ApiDocument.SERVED.request(operation);
        if (asked != null) {
            MessageSchemas.CLOSED.check(asked, json(unpacked()), "the request of " + this);
        }
        if (status != 204) {
            String promised = reference(operation, mediaType());
            if (promised != null) {
                MessageSchemas.CLOSED.check(promised, json(answer), toString());
            }
        }
    }

    /** The type of the answer is in the document, whether a schema says more of it or not. */
    private String reference(Operation operation, String mediaType) {
        JsonNode message = ApiDocument.SERVED.answer(operation, status);
        if (message.path("content").path(mediaType).isMissingNode()) {
            throw new AssertionError(this + " is answered by " + mediaType + ", which openapi.json does not say");
        }
        return ApiDocument.reference(message, mediaType);
    }

    private String mediaType() {
        return type.split(";", 2)[0].strip();
    }

    private byte[] unpacked() {
        if (!packed) {
            return request;
        }
        try (var in = new GZIPInputStream(new ByteArrayInputStream(request))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(byte[] body) {
        return MessageSchemas.parse(new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return method + " " + path + " " + status;
    }
}
