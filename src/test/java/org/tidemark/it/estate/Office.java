package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.tidemark.it.Caller;
import org.tidemark.it.server.Server;

/** The pages of the estate itself, which know nothing of Tidemark. Bob is at the office. */
final class Office {

    private final Caller bob;

    Office(Server server) {
        bob = server.as("bob");
    }

    /** What the page does not refuse. */
    void does(String method, String path) {
        int status = status(method, path);
        assertTrue(status < 300, method + " " + path + ": " + status);
    }

    int status(String method, String path) {
        return bob.send(method, "/office/orders/" + path, new byte[0]).status();
    }
}
