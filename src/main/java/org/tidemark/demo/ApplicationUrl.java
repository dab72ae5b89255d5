package org.tidemark.demo;

import jakarta.servlet.http.HttpServletRequest;
import org.tidemark.config.Setting;

/** Where people find this application, for a provider that sends them back. */
final class ApplicationUrl {

    private ApplicationUrl() {}

    /**
     * With a slash at the end. By the header Host, which a proxy passes on, or by the setting. The provider takes none
     * but the addresses that it knows, so nobody gains by another header.
     */
    static String of(HttpServletRequest request) {
        return Setting.OIDC_URL
                .text()
                .map(url -> url.endsWith("/") ? url : url + "/")
                .orElseGet(() -> {
                    String scheme = isSecure(request) ? "https" : "http";
                    int port = request.getServerPort();
                    boolean isUsual = port == 443 || port == 80;
                    return scheme + "://" + request.getServerName() + (isUsual ? "" : ":" + port)
                            + request.getContextPath() + "/";
                });
    }

    static boolean isSecure(HttpServletRequest request) {
        return request.isSecure() || Setting.HTTPS.isOn();
    }
}
