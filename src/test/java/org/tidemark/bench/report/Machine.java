package org.tidemark.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures were measured on. */
public record Machine(String processor, int cores, String memory, String system, String java) {

    public static Machine here() throws IOException {
        return new Machine(
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                gibibytes(line("/proc/meminfo", "MemTotal")),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    @Override
    public String toString() {
        return processor + ", " + cores + " cores, " + memory + " memory, " + system + ", " + java;
    }

    private static String line(String file, String key) throws IOException {
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            return "unknown";
        }
        try (var lines = Files.lines(path)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static String gibibytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty()
                ? text
                : String.format(Locale.ROOT, "%.0f GiB", Long.parseLong(digits) / 1024.0 / 1024.0);
    }
}
