package org.tidemark.convergence.browser;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Speaks with the page in Chromium, through a Node process that knows Playwright: bridge.js. */
final class Bridge implements AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    private final Process process;
    private final Writer out;
    private final LinkedBlockingQueue<JsonObject> lines = new LinkedBlockingQueue<>();
    private final Map<Integer, Consumer<JsonObject>> listeners = new HashMap<>();
    private final Map<Long, JsonObject> results = new HashMap<>();
    private long calls;
    private boolean ready;

    Bridge(String server) {
        try {
            process = new ProcessBuilder(List.of("node", "src/test/browser/convergence/bridge.js", server))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "bridge");
        reader.setDaemon(true);
        reader.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!ready) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the browser did not start");
            }
            pump(100);
        }
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(Json.createReader(new StringReader(line)).readObject());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the events of a replica go. */
    void listen(int replica, Consumer<JsonObject> listener) {
        listeners.put(replica, listener);
    }

    /** Passes on what the page said; waits so long for a first line. */
    void pump(long millis) {
        try {
            JsonObject line = millis == 0 ? lines.poll() : lines.poll(millis, TimeUnit.MILLISECONDS);
            while (line != null) {
                take(line);
                line = lines.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void take(JsonObject line) {
        if (line.containsKey("id")) {
            results.put(line.getJsonNumber("id").longValue(), line);
            return;
        }
        switch (line.getString("event")) {
            case "ready" -> ready = true;
            case "defect" -> System.err.println("in the page: " + line.getString("what"));
            default ->
                listeners.getOrDefault(line.getInt("replica"), ignored -> {}).accept(line);
        }
    }

    /** Calls a function of page.js and waits for its result. */
    JsonValue call(String function, Object... arguments) {
        long id = ++calls;
        JsonArrayBuilder args = Json.createArrayBuilder();
        for (Object argument : arguments) {
            if (argument instanceof Integer number) {
                args.add(number);
            } else if (argument instanceof Long number) {
                args.add(number);
            } else if (argument instanceof Boolean flag) {
                args.add(flag);
            } else if (argument instanceof JsonValue value) {
                args.add(value);
            } else {
                args.add((String) argument);
            }
        }
        JsonObject line = Json.createObjectBuilder()
                .add("id", id)
                .add("call", function)
                .add("args", args)
                .build();
        try {
            out.write(line + "\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!results.containsKey(id)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("the page does not answer to " + line);
            }
            pump(20);
        }
        JsonObject result = results.remove(id);
        if (result.containsKey("error")) {
            throw new IllegalStateException(line + ": " + result.getString("error"));
        }
        return result.get("result");
    }

    @Override
    public void close() {
        try {
            out.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
