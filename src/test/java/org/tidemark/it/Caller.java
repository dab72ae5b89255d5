package org.tidemark.it;

import jakarta.json.JsonStructure;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** Somebody who sends requests to the server. Threadsafe. */
public final class Caller {

    static {
        // Else the JDK's client drops headers that browsers send, Origin among them.
        System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    }

    private static final Client CLIENT = ClientBuilder.newBuilder()
            .connectTimeout(10, TimeUnit.SECONDS)
            .readTimeout(60, TimeUnit.SECONDS)
            .build();

    private final URI base;
    private final String user;

    Caller(URI base, String user) {
        this.base = base;
        this.user = user;
    }

    public Answer get(String path) {
        return send(path, "GET", null);
    }

    public Answer delete(String path) {
        return send(path, "DELETE", null);
    }

    public Answer post(String path, JsonStructure body) {
        return send(path, "POST", Entity.json(body.toString()));
    }

    /** Sends these bytes whatever they are, to see what the server makes of them. */
    public Answer post(String path, byte[] body, MediaType type) {
        return send(path, "POST", Entity.entity(body, type));
    }

    /** For what the other methods do not offer, headers for example. */
    public Invocation.Builder request(String path) {
        Invocation.Builder request = CLIENT.target(base + path).request();
        if (user != null) {
            byte[] credentials = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        return request;
    }

    private Answer send(String path, String method, Entity<?> body) {
        Invocation.Builder request = request(path);
        try (Response response = body == null ? request.method(method) : request.method(method, body)) {
            return Answer.of(response);
        }
    }
}
