package org.tidemark.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** A request whose body has been read: whoever answers it never waits for the caller. */
final class BufferedRequest extends HttpServletRequestWrapper {

    private static final String ENCODING = "Content-Encoding";

    private final Body body;
    private final boolean isUnpacked;

    /** @param isUnpacked whether the server has unpacked the body: nobody else is to try it once more */
    BufferedRequest(HttpServletRequest request, byte[] body, boolean isUnpacked) {
        super(request);
        this.body = new Body(body);
        this.isUnpacked = isUnpacked;
    }

    @Override
    public String getHeader(String name) {
        return isGone(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isGone(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
        names.removeIf(this::isGone);
        return Collections.enumeration(names);
    }

    private boolean isGone(String name) {
        return isUnpacked && ENCODING.equalsIgnoreCase(name);
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    private static final class Body extends ServletInputStream {

        private final ByteArrayInputStream bytes;
        private final int length;

        Body(byte[] body) {
            bytes = new ByteArrayInputStream(body);
            length = body.length;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            return bytes.read(buffer, offset, count);
        }

        @Override
        public int available() {
            return bytes.available();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            try {
                listener.onDataAvailable();
                listener.onAllDataRead();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
