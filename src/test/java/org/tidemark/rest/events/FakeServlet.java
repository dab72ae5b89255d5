package org.tidemark.rest.events;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A client that takes so many events and then no more, as a server shows it to the application. */
public final class FakeServlet {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private WriteListener listener;
    private int room;
    private boolean isLost;
    private int completions;

    /** @param room for so many writes */
    FakeServlet(int room) {
        this.room = room;
    }

    String taken() {
        return taken.toString(StandardCharsets.UTF_8);
    }

    void giveBack() {
        completions += 1;
    }

    /** How often the request was given back. */
    int completions() {
        return completions;
    }

    void makeRoom(int writes) throws IOException {
        room += writes;
        listener.onWritePossible();
    }

    /** From now on each write fails. */
    void lose() {
        isLost = true;
    }

    AsyncContext context() {
        return proxy(AsyncContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getResponse" -> response();
            default -> null;
        });
    }

    private HttpServletResponse response() {
        return proxy(
                HttpServletResponse.class,
                (self, method, arguments) -> method.getName().equals("getOutputStream") ? new Out() : null);
    }

    /** One with this web.xml, and with libraries that have these fragments. */
    public static ServletContext application(String webXml, String... fragments) {
        ClassLoader libraries = new ClassLoader(null) {
            @Override
            protected Enumeration<URL> findResources(String name) throws IOException {
                List<URL> found = new ArrayList<>();
                for (String fragment : fragments) {
                    Path file = Files.createTempFile("web-fragment", ".xml");
                    file.toFile().deleteOnExit();
                    found.add(Files.writeString(file, fragment).toUri().toURL());
                }
                return Collections.enumeration(found);
            }
        };
        Map<String, Object> attributes = new HashMap<>();
        return proxy(ServletContext.class, (self, method, arguments) -> switch (method.getName()) {
            case "getAttribute" -> attributes.get((String) arguments[0]);
            case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
            case "getClassLoader" -> libraries;
            case "getResourceAsStream" -> new ByteArrayInputStream(webXml.getBytes(StandardCharsets.UTF_8));
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    public static ServletContext application() {
        return application("<web-app/>");
    }

    static HttpSession session(long lastAccess, int seconds) {
        return session(lastAccess, seconds, null);
    }

    static HttpSession session(long lastAccess, int seconds, Instant ends) {
        return proxy(HttpSession.class, (self, method, arguments) -> switch (method.getName()) {
            case "getLastAccessedTime" -> lastAccess;
            case "getMaxInactiveInterval" -> seconds;
            case "getAttribute" -> arguments[0].equals(Follower.SESSION_ENDS) ? ends : null;
            default -> null;
        });
    }

    static HttpSession endedSession() {
        return endedSession(() -> {});
    }

    /** One that is ended elsewhere: this handle of it does not know until it is ended, too. */
    static HttpSession endedSession(Runnable letGo) {
        return proxy(HttpSession.class, (self, method, arguments) -> {
            if (method.getName().equals("invalidate")) {
                letGo.run();
            }
            throw new IllegalStateException("ended");
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Out extends ServletOutputStream {

        @Override
        public boolean isReady() {
            return room > 0;
        }

        @Override
        public void setWriteListener(WriteListener writeListener) {
            listener = writeListener;
            try {
                writeListener.onWritePossible();
            } catch (IOException e) {
                writeListener.onError(e);
            }
        }

        @Override
        public void write(int b) {
            throw new AssertionError("an event is written as a whole");
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (room <= 0) {
                throw new IllegalStateException("written to without being ready");
            }
            if (isLost) {
                throw new IOException("connection reset");
            }
            room -= 1;
            taken.write(bytes, from, length);
        }
    }
}
