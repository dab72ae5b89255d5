package org.tidemark.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and its server and counts every byte that passes, headers and all. */
public final class CountingProxy implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong bytes = new AtomicLong();

    public CountingProxy(URI server) throws IOException {
        threads.execute(() -> {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket target = new Socket(server.getHost(), server.getPort());
                    client.setTcpNoDelay(true);
                    target.setTcpNoDelay(true);
                    threads.execute(() -> pass(client, target));
                    threads.execute(() -> pass(target, client));
                }
            } catch (IOException closed) {
                // The measurement is over.
            }
        });
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.addAndGet(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException closed) {
            // One side has hung up.
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** The bytes since it was last asked. */
    public long count() {
        return bytes.getAndSet(0);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
