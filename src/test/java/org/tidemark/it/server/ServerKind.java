package org.tidemark.it.server;

import java.nio.file.Path;
import java.util.Locale;

/** The servers that {@code -Dtidemark.it.server} may name. Maven's profiles of the same names set it, and unpack it. */
enum ServerKind {
    PAYARA,
    WILDFLY,
    LIBERTY;

    static ServerKind current() {
        String name = System.getProperty("tidemark.it.server", "payara");
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether an adapter of Arquillian starts it; the others start by their own scripts. */
    boolean isArquillians() {
        return this == PAYARA || this == WILDFLY;
    }

    /** Where Maven has unpacked it. Payara Micro is a file beside. */
    Path home() {
        return Path.of("target", "servers", name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toAbsolutePath();
    }
}
