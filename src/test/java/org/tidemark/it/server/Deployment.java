package org.tidemark.it.server;

import java.io.File;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The WAR that Maven packed, unchanged: what is tested is what is shipped. Or, for its own tests, the sample estate.
 */
public class Deployment {

    /** {@code -Dtidemark.it.context=crm} deploys it there. Every server takes this name for the context path "/". */
    private static String name() {
        return System.getProperty("tidemark.it.context", "ROOT");
    }

    /** Where it is on the server, without a slash at the end. */
    static String contextPath() {
        return name().equals("ROOT") || SampleEstate.isTested() ? "" : "/" + name();
    }

    @org.jboss.arquillian.container.test.api.Deployment(testable = false)
    public static Archive<?> application() {
        if (SampleEstate.isTested()) {
            return SampleEstate.application();
        }
        return ShrinkWrap.create(ZipImporter.class, name() + ".war")
                .importFrom(new File(System.getProperty("tidemark.it.war", "target/tidemark.war")))
                .as(WebArchive.class);
    }
}
