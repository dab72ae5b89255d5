package org.tidemark.it.server;

import java.nio.file.Path;
import java.util.Locale;

/** The servers that {@code -Dtidemark.it.server} may name. Maven's profiles of the same names set it, and unpack it. */
public enum ServerKind {
    PAYARA("Payara Micro"),
    WILDFLY("WildFly"),
    WILDFLY_PREVIEW("WildFly Preview"),
    LIBERTY("Open Liberty"),
    PAYARA_SERVER("Payara Server"),
    GLASSFISH("GlassFish");

    private final String title;

    ServerKind(String title) {
        this.title = title;
    }

    public static ServerKind current() {
        String name = System.getProperty("tidemark.it.server", "payara");
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public String title() {
        return title;
    }

    /** As Maven's profile calls it. */
    public String profile() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether an adapter of Arquillian starts it; the others start by their own scripts. */
    boolean isArquillians() {
        return this == PAYARA || this == WILDFLY || this == WILDFLY_PREVIEW;
    }

    /** Whether a session's cookie has the {@code SameSite} that the application asks for: docs/servers/glassfish.md. */
    public boolean knowsSameSite() {
        return this != GLASSFISH;
    }

    /** Where Maven has unpacked it. Payara Micro is a file beside. */
    Path home() {
        return Path.of("target", "servers", profile()).toAbsolutePath();
    }
}
