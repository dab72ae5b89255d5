package org.tidemark.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
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
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Packs and prepares the application {@code com.example.fieldservice} as a stranger would: its own classes and descriptors, the built
 * classes jar, a JDBC driver; and its own database, which had tables and rows before Tidemark came.
 *
 * <p>Maven asks for it by {@code -Dtidemark.it.application=estate}.
 */
final class SampleEstate {

    static final String CLASSES_JAR = "target/tidemark-classes.jar";

    private static final String PACKAGE = "com/example/fieldservice";

    private SampleEstate() {}

    static boolean isTested() {
        return System.getProperty("tidemark.it.application", "tidemark").equals("estate");
    }

    /** The legacy tables with their rows, those that are new, the columns of docs/adopting.md, and the scripts of the classes jar. */
    static void prepare(TestDatabase database) throws SQLException, IOException {
        try (Connection connection = database.connect()) {
            run(connection, resource("legacy.sql"));
            run(connection, resource("appointment.sql"));
            for (String script : adoption(database)) {
                run(connection, script);
            }
        }
        // The deployment below is made by a static method, at Arquillian's time.
        current = database;
    }

    private static TestDatabase current;

    private static List<String> adoption(TestDatabase database) throws IOException {
        boolean h2 = database.url().startsWith("jdbc:h2:");
        String columns = resource("adopt.sql");
        List<String> scripts = new ArrayList<>();
        scripts.add(h2 ? columns.replace("gen_random_uuid", "random_uuid") : columns);
        scripts.addAll(scriptsOfTheJar("common"));
        scripts.addAll(scriptsOfTheJar(h2 ? "h2" : "postgresql"));
        return scripts;
    }

    private static List<String> scriptsOfTheJar(String folder) throws IOException {
        List<String> scripts = new ArrayList<>();
        try (ZipFile jar = new ZipFile(CLASSES_JAR)) {
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

    static WebArchive war() {
        boolean h2 = current.url().startsWith("jdbc:h2:");
        String webXml = resource("web.xml")
                .replace("${class}", h2 ? "org.h2.jdbcx.JdbcDataSource" : "org.postgresql.ds.PGSimpleDataSource")
                .replace("${url}", current.url() + (h2 ? ";LOCK_TIMEOUT=5000" : "?options=-c%20lock_timeout=5000"))
                .replace("${user}", current.user())
                .replace("${password}", current.password());
        return ShrinkWrap.create(WebArchive.class, "ROOT.war")
                .addPackages(true, PACKAGE.replace('/', '.'))
                .addAsLibrary(new File(CLASSES_JAR))
                .addAsLibrary(jarOf(h2 ? org.h2.Driver.class : org.postgresql.Driver.class))
                .addAsResource(new StringAsset(resource("persistence.xml")), "META-INF/persistence.xml")
                .addAsWebInfResource(new StringAsset(""), "beans.xml")
                .setWebXML(new StringAsset(webXml));
    }

    private static File jarOf(Class<?> type) {
        URL location = type.getProtectionDomain().getCodeSource().getLocation();
        return new File(location.getPath());
    }

    private static String resource(String name) {
        try {
            return Files.readString(Path.of("src/test/resources", PACKAGE, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
