package org.tidemark.it.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.test.spi.LifecycleMethodExecutor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptor;
import org.jboss.arquillian.test.spi.TestRunnerAdaptorBuilder;

/**
 * A server that Arquillian runs: Payara Micro, or WildFly in one of its distributions.
 *
 * <p>Arquillian deploys for each test class anew, which for Payara Micro means to boot; here it is told of a single
 * class, {@link Deployment}, that lasts for all tests. The places in arquillian.xml that are known only now are filled
 * by system properties.
 */
final class ArquillianContainer implements Container {

    /** WildFly's own ports; it moves all of them by one offset. */
    private static final int WILDFLY_HTTP = 8080;

    private static final int WILDFLY_MANAGEMENT = 9990;

    /** One start of Payara 7 in fifteen hangs before it deploys anything. Arquillian gives up after so many seconds. */
    private static final int LONGEST_START = 120;

    private static final int STARTS = 3;

    private final URI base;
    private final Path log;
    private final TestRunnerAdaptor arquillian = TestRunnerAdaptorBuilder.build();

    private ArquillianContainer(URI base, Path log) {
        this.base = base;
        this.log = log;
    }

    static ArquillianContainer deploy(TestDatabase database) throws Exception {
        for (int tries = 1; ; tries++) {
            long start = System.nanoTime();
            try {
                return deployOnce(database);
            } catch (Exception e) {
                // What cannot be deployed says so at once.
                boolean hung = System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_START);
                if (!hung || tries == STARTS) {
                    throw e;
                }
                System.out.println("The server hung while it started, and is started again.");
            }
        }
    }

    private static ArquillianContainer deployOnce(TestDatabase database) throws Exception {
        int offset = Ports.freeOffset(WILDFLY_HTTP, WILDFLY_MANAGEMENT);
        int port = WILDFLY_HTTP + offset;
        Path log = Folders.fresh("server").resolve("server.log");
        set("home", ServerKind.current().home().toString());
        set("startup", Integer.toString(LONGEST_START));
        set("port", Integer.toString(port));
        set("offset", Integer.toString(offset));
        set("management", Integer.toString(WILDFLY_MANAGEMENT + offset));
        set("log", log.toString());
        set("configuration", Path.of("src", "servers").toAbsolutePath().toString());
        set(
                "options",
                String.join(
                        " ",
                        "-Dtidemark.demo=true",
                        // Off unless told: the other run counts statements.
                        "-Dtidemark.audit=" + SampleEstate.isTested(),
                        "-Dtidemark.db.url=" + database.url(),
                        "-Dtidemark.db.user=" + database.user(),
                        "-Dtidemark.db.password=" + database.password()));
        System.out.println("The server's log is " + log + "*");
        ArquillianContainer container =
                new ArquillianContainer(URI.create("http://127.0.0.1:" + port + Deployment.contextPath()), log);
        try {
            container.arquillian.beforeSuite();
            container.arquillian.beforeClass(Deployment.class, LifecycleMethodExecutor.NO_OP);
            return container;
        } catch (Exception e) {
            container.stop();
            throw e;
        }
    }

    private static void set(String name, String value) {
        System.setProperty("tidemark.it." + name, value);
    }

    @Override
    public URI base() {
        return base;
    }

    @Override
    public Path logFolder() {
        return log.getParent();
    }

    @Override
    public void stop() throws Exception {
        arquillian.afterClass(Deployment.class, LifecycleMethodExecutor.NO_OP);
        arquillian.afterSuite();
        arquillian.shutdown();
    }
}
