package org.tidemark.convergence.real;

import jakarta.persistence.Entity;
import jakarta.validation.Constraint;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.tidemark.convergence.Wire;

/** The demo's entities compiled anew, with name and phone as one group: its own have none. */
final class Coupling {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final List<String> ENTITIES = List.of("Company", "Contact");

    private Coupling() {}

    /** @return a folder of classes */
    static Path compiled(Path target, Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("coupled-sources"));
        Path classes = Files.createDirectories(folder.resolve("coupled-classes"));
        List<String> command = new ArrayList<>(List.of(
                "-proc:none",
                "-parameters",
                "--release",
                "17",
                "-d",
                classes.toString(),
                "-classpath",
                classpath(target)));
        for (String entity : ENTITIES) {
            String text = Files.readString(SOURCES.resolve("org/tidemark/demo/" + entity + ".java"));
            for (String field : Wire.GROUP) {
                String column = "    @Column(name = \"" + field + "\")\n";
                if (!text.contains(column)) {
                    throw new IllegalStateException(entity + " has no column " + field);
                }
                text = text.replace(column, "    @org.tidemark.spi.Coupled(\"reach\")\n" + column);
            }
            command.add(
                    Files.writeString(sources.resolve(entity + ".java"), text).toString());
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException("the demo's entities cannot be compiled with a group");
        }
        return classes;
    }

    private static String classpath(Path target) {
        return String.join(
                File.pathSeparator,
                Stream.concat(
                                Stream.of(target.resolve("classes").toString()),
                                Stream.of(Entity.class, Constraint.class).map(Coupling::jar))
                        .toList());
    }

    private static String jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
