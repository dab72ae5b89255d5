package org.tidemark.it;

import java.io.File;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that Maven packed, unchanged: what is tested is what is shipped. Or, for its own tests, the sample estate. */
public class Deployment {

    @org.jboss.arquillian.container.test.api.Deployment(testable = false)
    public static Archive<?> application() {
        if (SampleEstate.isTested()) {
            return SampleEstate.application();
        }
        // Every server takes this name for the context path "/".
        return ShrinkWrap.create(ZipImporter.class, "ROOT.war")
                .importFrom(new File(System.getProperty("tidemark.it.war", "target/tidemark.war")))
                .as(WebArchive.class);
    }
}
