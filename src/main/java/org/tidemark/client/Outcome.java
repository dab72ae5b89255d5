package org.tidemark.client;

import java.util.Locale;

/** How a conflict ends (P90). */
public enum Outcome {
    CLIENT,
    SERVER,
    MERGED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
