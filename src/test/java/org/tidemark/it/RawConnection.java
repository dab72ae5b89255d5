package org.tidemark.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * HTTP/1.1 by hand, on one connection as long as the server keeps it: for what no client would send, and fast. Not
 * threadsafe.
 */
final class RawConnection implements AutoCloseable {

    private final URI server;
    private final String from;
    private Socket socket;
    private InputStream in;
    private String previous;

    /** Bytes and nothing else; header names in lower case. */
    record Said(int status, Map<String, String> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /**
     * @param from an address of this machine, so that what it does wrong is not held against others; where there is
     * none, any
     */
    RawConnection(URI server, String from) {
        this.server = server;
        this.from = from;
    }

    Said send(String head, byte[] body) throws IOException {
        return send(head, body, null);
    }

    /** @param pause between the head and the body; null sends both together */
    Said send(String head, byte[] body, Duration pause) throws IOException {
        boolean isFresh = socket == null;
        try {
            return exchange(head, body, pause);
        } catch (IOException e) {
            close();
            if (isFresh || e instanceof SocketTimeoutException) {
                throw e;
            }
            // The server has closed what it kept open before.
            return exchange(head, body, pause);
        }
    }

    private Said exchange(String head, byte[] body, Duration pause) throws IOException {
        if (socket == null) {
            connect();
        }
        var message = new ByteArrayOutputStream();
        message.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        if (pause != null) {
            socket.getOutputStream().write(message.toByteArray());
            LockSupport.parkNanos(pause.toNanos());
            message.reset();
        }
        message.writeBytes(body);
        socket.getOutputStream().write(message.toByteArray());
        String status = line();
        if (!status.startsWith("HTTP/1.1 ")) {
            throw new IllegalStateException("after\n" + previous + "\ncame " + status);
        }
        previous = head;
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int code = Integer.parseInt(status.split(" ")[1]);
        boolean isEmpty = head.startsWith("HEAD ") || code == 204 || code == 304;
        byte[] text = isEmpty ? new byte[0] : body(headers);
        if (headers.getOrDefault("connection", "").equalsIgnoreCase("close")) {
            close();
        }
        return new Said(code, headers, new String(text, StandardCharsets.UTF_8));
    }

    private void connect() throws IOException {
        socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        } catch (IOException noSuchAddressHere) {
            socket.close();
            socket = new Socket();
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            var body = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                body.writeBytes(in.readNBytes(size));
                line();
            }
            line();
            return body.toByteArray();
        }
        String length = headers.get("content-length");
        if (length == null) {
            byte[] rest = in.readAllBytes();
            close();
            return rest;
        }
        return in.readNBytes(Integer.parseInt(length));
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
