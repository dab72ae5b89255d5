package org.tidemark.it.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Jakarta EE server under test, with the application deployed. Which one it is, Maven says: {@link ServerKind}. */
interface Container {

    static Container deploy(TestDatabase database) throws Exception {
        return ServerKind.current().isArquillians()
                ? ArquillianContainer.deploy(database)
                : OwnContainer.deploy(database);
    }

    /** Without a slash at the end. */
    URI base();

    Path logFolder();

    void stop() throws Exception;

    /** All lines: one server writes a file, the next a folder. */
    default List<String> log() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(logFolder())) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains(".log"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }
}
