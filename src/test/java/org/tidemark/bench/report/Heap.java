package org.tidemark.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The heap of another Java process, looked at with the JDK's own tool.
 *
 * @param log of the process
 */
public record Heap(long pid, Path log) {

    private static final int LOOKS = 50;

    /**
     * Said when garbage is counted as well: it cannot be collected while native code, which packs an answer say, holds
     * an array.
     */
    private static final String SKIPPED = "pre-dump GC was skipped";

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    /**
     * MiB of what lives: the histogram collects the garbage first and counts in the same pause, so nothing is made in
     * between.
     */
    public double living() throws IOException {
        for (int i = 0; i < LOOKS; i++) {
            long skipped = skipped();
            double living = look();
            if (skipped() == skipped) {
                return living;
            }
        }
        throw new IOException("the garbage of process " + pid + " is never collected");
    }

    private long skipped() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(SKIPPED)).count();
        }
    }

    private double look() throws IOException {
        Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
        if (!total.find()) {
            throw new IOException("the heap of process " + pid + " cannot be read");
        }
        return Long.parseLong(total.group(1)) / 1024.0 / 1024.0;
    }

    private String jcmd(String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
