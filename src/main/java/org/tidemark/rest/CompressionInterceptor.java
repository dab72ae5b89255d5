package org.tidemark.rest;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.tidemark.json.GzipChunk;
import org.tidemark.json.JsonWriter;

/**
 * Makes bytes of the answers of {@link Compressed} resources, which are bytes or {@link JsonWriter}, and packs them.
 */
@Compressed
public class CompressionInterceptor implements WriterInterceptor {

    /**
     * What packing brings along, two headers and a frame, is some eighty bytes; an answer with one record loses a
     * third.
     */
    private static final int WORTHWHILE = 500;

    @Context
    private HttpHeaders request;

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getEntity() instanceof byte[] bytes && bytes.length >= WORTHWHILE && isAccepted()) {
            write(GzipChunk.gzip(List.of(GzipChunk.of(bytes))), true, context);
        } else if (context.getEntity() instanceof JsonWriter json) {
            boolean packs = json.size() >= WORTHWHILE && isAccepted();
            write(packs ? json.toGzip() : json.toByteArray(), packs, context);
        } else {
            context.proceed();
        }
    }

    private static void write(byte[] body, boolean isPacked, WriterInterceptorContext context) throws IOException {
        if (isPacked) {
            context.getHeaders().putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
            context.getHeaders().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
            context.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
        }
        context.setEntity(body);
        context.setType(byte[].class);
        context.setGenericType(byte[].class);
        context.proceed();
    }

    private boolean isAccepted() {
        String accepted = request.getHeaderString(HttpHeaders.ACCEPT_ENCODING);
        return accepted != null && acceptsGzip(accepted);
    }

    /** Named, and not with a quality of nought. */
    private static boolean acceptsGzip(String accepted) {
        for (String coding : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String[] parts = coding.replace(" ", "").split(";");
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}
