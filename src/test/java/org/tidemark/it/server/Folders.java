package org.tidemark.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for one run of the tests, under target. */
final class Folders {

    private Folders() {}

    static Path fresh(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "it"));
            return Files.createTempDirectory(parent, name + "-").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
