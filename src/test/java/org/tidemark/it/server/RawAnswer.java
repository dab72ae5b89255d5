package org.tidemark.it.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a server answers on a connection on which no HTTP client speaks. */
public final class RawAnswer {

    private RawAnswer() {}

    /** Until the end of a problem, or of what fits. */
    public static String read(Socket socket) throws IOException {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.toString().contains("}")) {
            int n = socket.getInputStream().read(buffer);
            if (n < 0) {
                break;
            }
            text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
