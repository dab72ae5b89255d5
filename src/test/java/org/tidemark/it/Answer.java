package org.tidemark.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;

/** What the server answered, read to its end. */
public record Answer(int status, MultivaluedMap<String, String> headers, String body) {

    static Answer of(Response response) {
        return new Answer(response.getStatus(), response.getStringHeaders(), response.readEntity(String.class));
    }

    public String header(String name) {
        return headers.getFirst(name);
    }

    public JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(body))) {
            return reader.readObject();
        }
    }
}
