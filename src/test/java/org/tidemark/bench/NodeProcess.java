package org.tidemark.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A script that runs on Node beside the benchmark, ends with it, and tells it things as lines of JSON. */
public final class NodeProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private final Path log;

    private NodeProcess(Process process, Path log) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.log = log;
    }

    /**
     * @param folder where the script is
     * @param logs where what it says on its error output goes
     */
    static NodeProcess start(Path folder, Path logs, String script, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "--max-old-space-size=6144", script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path log = logs.resolve(script + ".log");
        return new NodeProcess(
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(log.toFile())
                        .start(),
                log);
    }

    /** The next thing that it says. */
    public JsonObject next() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("{")) {
                try (var reader = Json.createReader(new StringReader(line))) {
                    return reader.readObject();
                }
            }
        }
        throw new IOException("the script ended; see " + log);
    }

    /** It listens to the end of its input. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, java.util.concurrent.TimeUnit.SECONDS)) {
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
