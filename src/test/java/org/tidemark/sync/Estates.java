package org.tidemark.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The estates of a test class, by provider or database: each is opened when it is first used, and closed behind the
 * last test.
 */
public final class Estates implements AfterAllCallback {

    /** Opens the one of a provider, or of a provider on a database. */
    @FunctionalInterface
    public interface Opening {
        Estate open(String provider) throws Exception;
    }

    private final Map<String, Estate> open = new HashMap<>();
    private final Opening opening;

    public Estates(Opening opening) {
        this.opening = opening;
    }

    /** Entities of their own on H2 in memory. */
    public static Estates of(String name, List<String> scopes, List<Class<?>> entities) {
        return new Estates(provider ->
                new Estate(provider, Estate.h2(provider), scopes, TestUnit.of(provider + "-" + name, entities)));
    }

    public Estate on(String provider) {
        return open.computeIfAbsent(provider, name -> {
            try {
                return opening.open(name);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        for (Estate estate : open.values()) {
            estate.close();
        }
        open.clear();
    }
}
