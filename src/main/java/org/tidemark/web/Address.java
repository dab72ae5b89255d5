package org.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.tidemark.config.Setting;

/**
 * The address that a request comes from. Behind {@code tidemark.proxies} proxies it is what the first of them noted in
 * {@code X-Forwarded-For}; what stands before that the caller may have written.
 */
public final class Address {

    private static final int LONGEST = 60;

    private Address() {}

    /** Of IPv6 the network, since everybody has a whole one. */
    public static String of(HttpServletRequest request) {
        int proxies = Setting.PROXIES.number();
        List<String> noted = Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip)
                .toList();
        String address =
                proxies == 0 || noted.size() < proxies ? request.getRemoteAddr() : noted.get(noted.size() - proxies);
        return network(address.substring(0, Math.min(address.length(), LONGEST)));
    }

    private static String network(String address) {
        String[] groups = address.split(":", -1);
        return groups.length <= 4 || address.contains(".")
                ? address
                : String.join(":", List.of(groups).subList(0, 4));
    }
}
