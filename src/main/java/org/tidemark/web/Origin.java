package org.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which site a request comes from, as its browser says. A browser adds what it knows of the user (a cookie, a password
 * of HTTP Basic) also to what another site makes it send.
 */
final class Origin {

    private Origin() {}

    /**
     * Whether no other site has sent this. Browsers say so by {@code Sec-Fetch-Site}; over plain HTTP from another
     * machine by {@code Origin} alone, which is then compared with the address that the request was sent to. What is no
     * browser says neither.
     *
     * @param others the origins that may send as well
     */
    static boolean isOurs(HttpServletRequest request, Set<String> others) {
        String origin = request.getHeader("Origin");
        if (origin != null && others.contains(origin.toLowerCase(Locale.ROOT))) {
            return true;
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        return origin == null
                || Stream.of("Host", "X-Forwarded-Host").anyMatch(name -> isAt(origin, request.getHeader(name)));
    }

    /**
     * Without regard to the scheme: it is a proxy that ends TLS. No page can make a browser send either of these
     * headers.
     */
    private static boolean isAt(String origin, String host) {
        try {
            URI sender = URI.create(origin);
            return host != null
                    && sender.getHost() != null
                    && withoutDefaultPort(sender.getRawAuthority()).equals(withoutDefaultPort(host));
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }

    private static String withoutDefaultPort(String authority) {
        return authority.strip().toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }

    /** Of a setting: origins with commas between them. */
    static Set<String> list(String text) {
        return Stream.of(text.split(","))
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
