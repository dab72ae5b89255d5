package org.tidemark.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A provider that says whatever a test has it say, by HTTP, with signatures that are real. */
final class FakeProvider implements AutoCloseable {

    static final String CLIENT = "tidemark";
    static final String SECRET = "a secret: with/signs";
    static final String AUDIENCE = "tidemark-api";
    static final RSAKey KEY = key("first");

    private final HttpServer server;
    final AtomicInteger keysRead = new AtomicInteger();
    final List<Map<String, String>> grants = new ArrayList<>();
    final List<String> authorizations = new ArrayList<>();

    /** Made of a grant: status, and document. */
    Function<Map<String, String>, Answer> token = grant -> new Answer(400, "{\"error\": \"invalid_grant\"}");

    List<RSAKey> keys = List.of(KEY);
    Map<String, String> metadata = Map.of();
    boolean isBroken;

    record Answer(int status, String json) {}

    FakeProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/.well-known/openid-configuration", exchange -> send(exchange, new Answer(200, describe())));
        server.createContext("/keys", exchange -> {
            keysRead.incrementAndGet();
            send(exchange, new Answer(200, new JWKSet(List.copyOf(keys)).toString()));
        });
        server.createContext("/token", exchange -> {
            Map<String, String> grant =
                    parameters(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            grants.add(grant);
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            send(exchange, token.apply(grant));
        });
        server.start();
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String describe() {
        Map<String, String> members = new TreeMap<>(Map.of(
                "issuer", quote(issuer()),
                "authorization_endpoint", quote(issuer() + "/authorize?tenant=1"),
                "token_endpoint", quote(issuer() + "/token"),
                "jwks_uri", quote(issuer() + "/keys"),
                "end_session_endpoint", quote(issuer() + "/logout"),
                "authorization_response_iss_parameter_supported", "true"));
        members.putAll(metadata);
        StringBuilder json = new StringBuilder();
        members.forEach((name, value) -> json.append(json.isEmpty() ? "{" : ",")
                .append(quote(name))
                .append(':')
                .append(value));
        return json.append('}').toString();
    }

    static String quote(String text) {
        return "\"" + text + "\"";
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(isBroken ? 500 : answer.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : query.split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    Client client() {
        return new Client(
                URI.create(issuer()),
                CLIENT,
                Optional.of(SECRET),
                Optional.of(AUDIENCE),
                "openid profile",
                "preferred_username",
                "realm_access.roles");
    }

    OpenId openId() {
        return new OpenId(client());
    }

    /** As the provider makes an access token. */
    JWTClaimsSet.Builder access() {
        return claims().audience(List.of(AUDIENCE, "account"));
    }

    JWTClaimsSet.Builder identity(String nonce) {
        return claims().audience(CLIENT).claim("nonce", nonce);
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("4711")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .claim("preferred_username", "alice")
                .claim("realm_access", Map.of("roles", List.of("emea", "steward")));
    }

    static String signed(JWTClaimsSet claims) {
        return signed(
                claims,
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).type(JOSEObjectType.JWT),
                KEY);
    }

    static String signed(JWTClaimsSet claims, JWSHeader.Builder header, RSAKey key) {
        try {
            var token = new SignedJWT(header.build(), claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
