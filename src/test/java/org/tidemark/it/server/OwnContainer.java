package org.tidemark.it.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;

/** A server that its own script starts, since no adapter of Arquillian does. */
final class OwnContainer implements Container {

    private final RunningServer server;
    private final Path folder;

    private OwnContainer(RunningServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static Container deploy(TestDatabase database) throws Exception {
        List<String> options = List.of(
                "-Xmx1g",
                "-Dtidemark.demo=true",
                "-Dtidemark.audit=" + SampleEstate.isTested(),
                "-Dtidemark.db.url=" + database.url(),
                "-Dtidemark.db.user=" + database.user(),
                "-Dtidemark.db.password=" + database.password());
        Path[] folder = new Path[1];
        RunningServer server = RunningServer.start("alice", () -> {
            folder[0] = Folders.fresh("server");
            Path war = folder[0].resolve("tidemark.war");
            Deployment.application().as(ZipExporter.class).exportTo(war.toFile());
            return launch(folder[0], war, Deployment.contextPath(), options, List.of());
        });
        return new OwnContainer(server, folder[0]);
    }

    /** @param users of the server itself, in the group emea, with the name as the password */
    static RunningServer launch(Path folder, Path war, String contextPath, List<String> options, List<String> users)
            throws Exception {
        return ServerKind.current() == ServerKind.LIBERTY
                ? Liberty.launch(folder, war, contextPath, options, users)
                : DomainServer.launch(folder, war, contextPath, options, users);
    }

    @Override
    public URI base() {
        return server.base();
    }

    @Override
    public Path logFolder() {
        return folder.resolve("log");
    }

    @Override
    public void stop() throws InterruptedException {
        server.close();
    }
}
