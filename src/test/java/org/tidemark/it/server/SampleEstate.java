package org.tidemark.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipFile;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Prepares the application {@code com.example.fieldservice}: its own database, which had tables and rows before
 * Tidemark came.
 *
 * <p>Maven asks for it by {@code -Dtidemark.it.application=estate}.
 */
final class SampleEstate {

    private static final String PACKAGE = "com/example/fieldservice";

    private SampleEstate() {}

    static boolean isTested() {
        return System.getProperty("tidemark.it.application", "tidemark").equals("estate");
    }

    /**
     * The legacy tables with their rows, those that are new, the columns of docs/adopting.md, and the scripts of the
     * classes jar.
     */
    static void prepare(TestDatabase database) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            EstateDatabase kind = EstateDatabase.of(database);
            for (String script : List.of("legacy.sql", "appointment.sql", "adopt.sql")) {
                run(connection, kind.said(resource(script)));
            }
            for (String script : scriptsOfTheJar(kind.scripts())) {
                run(connection, script);
            }
        }
        // The deployment below is made by a static method, at Arquillian's time.
        current = database;
    }

    private static TestDatabase current;

    private static List<String> scriptsOfTheJar(String folder) throws IOException {
        List<String> scripts = new ArrayList<>();
        try (ZipFile jar = new ZipFile(EstatePackage.CLASSES_JAR)) {
            for (var entry : Collections.list(jar.entries())) {
                if (entry.getName().startsWith("org/tidemark/db/" + folder + "/")
                        && entry.getName().endsWith(".sql")) {
                    scripts.add(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return scripts;
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }

    /**
     * With H2 a WAR of one persistence unit; with the others one of two units, in an EAR. Payara Micro takes no EAR
     * ("not valid type of deployment archive").
     */
    static Archive<?> application() {
        var packed = new EstatePackage(current, SampleEstate::resource);
        if (EstateDatabase.of(current) == EstateDatabase.H2) {
            return packed.war();
        }
        return System.getProperty("arquillian.launch").equals("payara") ? packed.warOfTwoUnits() : packed.ear();
    }

    private static String resource(String name) {
        try {
            return Files.readString(Path.of("src/test/resources", PACKAGE, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
