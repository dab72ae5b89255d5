package org.tidemark.it.contract;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/** The one server of a run, within reach of the helpers, which no test method hands it to. */
final class Deployed implements BeforeAllCallback {

    private static Server server;

    static Server server() {
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        server = context.getRoot()
                .getStore(Namespace.create(ServerExtension.class))
                .get(Server.class, Server.class);
    }
}
