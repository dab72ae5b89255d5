package org.tidemark.it.server;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Keycloak with the realm of {@code src/servers/keycloak}, as docs/openid-connect.md has it. What a test adds:
 * people, whose passwords are their names, access tokens that soon expire, and that a refresh token used twice ends the
 * session.
 */
public final class Keycloak implements AutoCloseable {

    public static final int SECONDS = 4;

    private static final Path HOME = Path.of("target/servers/keycloak").toAbsolutePath();
    private static final Path REALM = Path.of("src/servers/keycloak/tidemark-realm.json");
    private static final int LONGEST_START = 600;
    private static final String ADMIN = "root";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final Process process;
    private final URI base;

    private Keycloak(Process process, URI base) {
        this.process = process;
        this.base = base;
    }

    public static String issuer(int port) {
        return "http://127.0.0.1:" + port + "/realms/tidemark";
    }

    /** @param applications where they are, without a slash at the end */
    public static Keycloak start(int port, String secret, List<String> applications, Map<String, String> people)
            throws Exception {
        Path data = HOME.resolve("data");
        delete(data);
        Path realm = Files.createDirectories(data.resolve("import")).resolve("tidemark-realm.json");
        Files.writeString(realm, realm(secret, applications, people).toString());
        Path log = Folders.fresh("keycloak").resolve("keycloak.log");
        System.out.println("Keycloak's log is " + log);
        var builder = new ProcessBuilder(
                HOME.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--import-realm");
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xmx512m",
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        ADMIN,
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        ADMIN));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        var keycloak = new Keycloak(process, URI.create("http://127.0.0.1:" + port));
        keycloak.waitUntilUp(log);
        return keycloak;
    }

    private void waitUntilUp(Path log) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START);
        while (process.isAlive() && System.nanoTime() < end) {
            try {
                if (send("GET", "/realms/tidemark/.well-known/openid-configuration", "", "")
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (UncheckedIOException notYet) {
                // Nobody listens.
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
        close();
        throw new IllegalStateException("Keycloak did not start; see " + log);
    }

    private static JsonObject realm(String secret, List<String> applications, Map<String, String> people)
            throws IOException {
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(REALM))) {
            JsonObject realm = reader.readObject();
            JsonArrayBuilder clients = Json.createArrayBuilder();
            realm.getJsonArray("clients")
                    .forEach(client -> clients.add(client(client.asJsonObject(), secret, applications)));
            JsonArrayBuilder users = Json.createArrayBuilder(realm.getJsonArray("users"));
            people.forEach((name, role) -> users.add(person(name, role)));
            return Json.createObjectBuilder(realm)
                    .add("clients", clients)
                    .add("users", users)
                    .add("accessTokenLifespan", SECONDS)
                    .add("revokeRefreshToken", true)
                    .add("refreshTokenMaxReuse", 0)
                    .add("sslRequired", "none")
                    .build();
        }
    }

    private static JsonObject client(JsonObject client, String secret, List<String> applications) {
        JsonObjectBuilder changed = Json.createObjectBuilder(client).add("secret", secret);
        if (client.containsKey("redirectUris")) {
            changed.add(
                    "redirectUris",
                    Json.createArrayBuilder(applications.stream()
                            .map(base -> base + "/sign-in/callback")
                            .toList()));
            changed.add(
                    "attributes",
                    Json.createObjectBuilder(client.getJsonObject("attributes"))
                            .add(
                                    "post.logout.redirect.uris",
                                    applications.stream()
                                            .map(base -> base + "/")
                                            .collect(Collectors.joining("##"))));
        }
        return changed.build();
    }

    private static JsonObjectBuilder person(String name, String role) {
        return Json.createObjectBuilder()
                .add("username", name)
                .add("enabled", true)
                .add("emailVerified", true)
                .add("email", name + "@crm.example")
                .add("firstName", name)
                .add("lastName", name)
                .add("realmRoles", Json.createArrayBuilder().add(role))
                .add(
                        "credentials",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("type", "password")
                                        .add("value", name)
                                        .add("temporary", false)));
    }

    /** What a program gets by its secret. */
    public String accessToken(String client, String secret) {
        return token(
                "tidemark", Map.of("grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    }

    private String token(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return json(send("POST", "/realms/" + realm + "/protocol/openid-connect/token", body, ""))
                .asJsonObject()
                .getString("access_token");
    }

    /** As an administrator who signs somebody out everywhere. */
    public void signOut(String user) {
        admin("POST", "/users/" + id(user) + "/logout", "");
    }

    public void giveRole(String user, String role) {
        changeRole("POST", user, role);
    }

    public void takeRole(String user, String role) {
        changeRole("DELETE", user, role);
    }

    private void changeRole(String method, String user, String role) {
        String known = admin("GET", "/roles/" + role, "").body();
        admin(method, "/users/" + id(user) + "/role-mappings/realm", "[" + known + "]");
    }

    private String id(String user) {
        return json(admin("GET", "/users?exact=true&username=" + user, ""))
                .asJsonArray()
                .getJsonObject(0)
                .getString("id");
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        String token = token(
                "master",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", ADMIN));
        HttpResponse<String> answer = send(method, "/admin/realms/tidemark" + path, body, token);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    private HttpResponse<String> send(String method, String path, String body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            boolean isJson = body.startsWith("[") || body.startsWith("{");
            request.header("Content-Type", isJson ? "application/json" : "application/x-www-form-urlencoded");
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonStructure json(HttpResponse<String> answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.read();
        }
    }

    /** It takes no request until it goes on, as if it were overloaded. */
    public void pause() throws Exception {
        signal("-STOP");
    }

    public void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        // The server is a child of its script.
        for (ProcessHandle child : process.descendants().toList()) {
            Process kill = new ProcessBuilder("kill", name, Long.toString(child.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill " + name);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public URI base() {
        return base;
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
