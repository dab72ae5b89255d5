package org.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;
import org.tidemark.protocol.Refusal;

/**
 * What a request has to look like before JAX-RS reads it: what that cannot read it answers in each server's own way,
 * some by HTML.
 */
final class Syntax {

    private static final int LONGEST_HEADER = 2_000;

    private static final String TOKEN = "[-!#$%&'*+.^_`|~0-9A-Za-z]+";
    private static final String PARAMETERS =
            "(?:\\s*;\\s*(?:" + TOKEN + "\\s*=\\s*(?:" + TOKEN + "|\"[^\"\\\\]*\"))?)*+\\s*";
    private static final Pattern MEDIA_TYPE = Pattern.compile("\\s*" + TOKEN + "/" + TOKEN + PARAMETERS);
    private static final Pattern QUALITY =
            Pattern.compile("(?i)[;\\s]q\\s*=\\s*(?!(?:0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)\\s*(?:$|;))");

    private Syntax() {}

    static void check(HttpServletRequest request) {
        checkQuery(request.getQueryString());
        String type = request.getContentType();
        if (type != null && !isMediaType(type)) {
            throw Refusal.unsupportedMediaType("The header Content-Type is no media type.");
        }
        for (String accept : Collections.list(request.getHeaders("Accept"))) {
            for (String range : accept.split(",", -1)) {
                boolean isFine = range.isBlank() || isMediaType(range);
                if (!isFine) {
                    throw Refusal.malformed("", "The header Accept is no list of media types.");
                }
            }
        }
    }

    private static boolean isMediaType(String text) {
        return text.length() <= LONGEST_HEADER
                && MEDIA_TYPE.matcher(text).matches()
                && !QUALITY.matcher(text).find();
    }

    /** A database that cannot store U+0000 cannot look for it either. */
    private static void checkQuery(String query) {
        if (query == null) {
            return;
        }
        String decoded;
        try {
            decoded = URLDecoder.decode(query, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.malformed("", "The query of the address is not encoded as it should be.");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw Refusal.malformed("", "The query of the address holds U+0000.");
        }
    }

    /** Whether it is JSON that the body claims to be; a longer name that begins so is another type. */
    static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }
}
