package org.tidemark.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody uses at the moment. */
public final class Ports {

    private Ports() {}

    public static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A number that, added to each of these ports, leads to a free one. Another one each time: the ports of the run
     * before are not free at once for every server.
     */
    public static int freeOffset(int... ports) {
        return ThreadLocalRandom.current()
                .ints(10_000, 20_000)
                .filter(offset -> allFree(offset, ports))
                .findFirst()
                .orElseThrow();
    }

    private static boolean allFree(int offset, int... ports) {
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket(port + offset, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
