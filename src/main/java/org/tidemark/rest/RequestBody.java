package org.tidemark.rest;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.metrics.Meters;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.StrictJson;

/** The JSON object of a request, unpacked if need be, and never more of it than the limit. */
final class RequestBody {

    private RequestBody() {}

    static JsonObject read(InputStream body, HttpHeaders headers, int limit, Allowance allowance) {
        if (headers.getMediaType() == null) {
            // Jakarta REST takes a body of no type for one of any.
            throw Refusal.unsupportedMediaType("the content type must be application/json");
        }
        try {
            return StrictJson.object(
                    bytes(unpacked(body, headers.getHeaderString(HttpHeaders.CONTENT_ENCODING)), limit, allowance));
        } catch (ZipException | EOFException e) {
            throw Refusal.malformed("", "the body is no gzip, or was cut off");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream unpacked(InputStream body, String encoding) throws IOException {
        if (encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (encoding.equalsIgnoreCase("gzip")) {
            return new GZIPInputStream(body);
        }
        throw Refusal.unsupportedMediaType("the content encoding may be gzip");
    }

    /** What a body becomes when it is unpacked nobody could know before. */
    private static byte[] bytes(InputStream in, int limit, Allowance allowance) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (in instanceof GZIPInputStream) {
                allowance.take(Weight.ofBody(n));
            }
            out.write(buffer, 0, n);
            if (out.size() > limit) {
                throw Refusal.tooLarge(limit, "a body holds at most " + limit + " bytes");
            }
        }
        Meters.bytes("in", out.size());
        return out.toByteArray();
    }
}
