package org.tidemark.it.server;

import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * Packs the application {@code com.example.fieldservice} as a stranger would: its own classes and descriptors, the
 * built jars of Tidemark, a JDBC driver.
 */
final class EstatePackage {

    static final String CLASSES_JAR = "target/tidemark-classes.jar";
    private static final String SPI_JAR = "target/tidemark-spi.jar";
    private static final String SERVER_JAR = "target/tidemark-server.jar";

    private static final String PACKAGE = "com.example.fieldservice";

    private final TestDatabase database;
    private final UnaryOperator<String> resources;

    /** @param resources the estate's descriptors by their names */
    EstatePackage(TestDatabase database, UnaryOperator<String> resources) {
        this.database = database;
        this.resources = resources;
    }

    WebArchive war() {
        return web("ROOT.war", classes(PACKAGE), resources.apply("persistence.xml"), "")
                .addAsLibrary(new File(CLASSES_JAR));
    }

    WebArchive warOfTwoUnits() {
        List<Class<?>> all =
                Stream.concat(classes(PACKAGE).stream(), accounting().stream()).toList();
        return web("ROOT.war", all, twoUnits(), resources.apply("unit.xml")).addAsLibrary(new File(CLASSES_JAR));
    }

    /** The entities are in a jar that all modules share. */
    EnterpriseArchive ear() {
        JavaArchive shared = ShrinkWrap.create(JavaArchive.class, "fieldservice-model.jar");
        model().forEach(shared::addClass);
        List<Class<?>> others = Stream.concat(
                        classes(PACKAGE).stream().filter(type -> !isModel(type)), accounting().stream())
                .toList();
        return ShrinkWrap.create(EnterpriseArchive.class, "fieldservice.ear")
                .addAsLibrary(new File(SPI_JAR))
                .addAsLibrary(shared)
                .addAsModule(web("office.war", others, twoUnits(), resources.apply("unit.xml"))
                        .addAsLibrary(new File(SERVER_JAR)))
                .setApplicationXML(new StringAsset(resources.apply("application.xml")));
    }

    private String twoUnits() {
        String classes = model().stream()
                .map(type -> "<class>" + type.getName() + "</class>")
                .collect(Collectors.joining());
        return resources.apply("persistence-two.xml").replace("${classes}", classes);
    }

    private static List<Class<?>> model() {
        return classes(PACKAGE).stream().filter(EstatePackage::isModel).toList();
    }

    private static List<Class<?>> accounting() {
        return classes(PACKAGE + ".accounting");
    }

    private WebArchive web(String name, List<Class<?>> classes, String units, String unit) {
        EstateDatabase kind = EstateDatabase.of(database);
        String webXml = resources
                .apply("web.xml")
                .replace("${unit}", unit)
                .replace("${class}", kind.dataSource())
                .replace("${url}", database.url() + kind.options())
                .replace("${user}", database.user())
                .replace("${password}", database.password());
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(classes.toArray(Class<?>[]::new))
                .addAsLibrary(jarOf(kind.driver()))
                .addAsResource(new StringAsset(units), "META-INF/persistence.xml")
                .addAsWebInfResource(new StringAsset(""), "beans.xml")
                .setWebXML(new StringAsset(webXml));
    }

    /** What the entities consist of. */
    private static boolean isModel(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return type.isEnum()
                || type.isAnnotationPresent(Entity.class)
                || type.isAnnotationPresent(MappedSuperclass.class)
                || outer != null && isModel(outer);
    }

    private static List<Class<?>> classes(String name) {
        Path folder = Path.of("target/test-classes", name.replace('.', '/'));
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class"))
                    .map(file -> name + "." + file.substring(0, file.length() - ".class".length()))
                    .sorted()
                    .<Class<?>>map(EstatePackage::load)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, EstatePackage.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static File jarOf(Class<?> type) {
        URL location = type.getProtectionDomain().getCodeSource().getLocation();
        return new File(location.getPath());
    }
}
