package org.tidemark.config;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where a choice is looked up: a system property, then the environment, then MicroProfile Config where the server has
 * it, with whatever files and sources that knows.
 */
final class Source {

    private static final boolean HAS_MICROPROFILE = hasMicroProfile();

    private Source() {}

    /** The interfaces may be there without anything behind them. */
    private static boolean hasMicroProfile() {
        try {
            return ConfigProvider.getConfig() != null;
        } catch (LinkageError | RuntimeException without) {
            return false;
        }
    }

    /** Empty if it is not given, or blank. */
    static Optional<String> find(String key) {
        return given(System.getProperty(key))
                .or(() -> given(System.getenv(Setting.inEnvironment(key))))
                .or(() -> HAS_MICROPROFILE ? MicroProfile.find(key) : Optional.empty());
    }

    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Asked once: some settings are read by each request. Apart, since its classes may not be there. */
    private static final class MicroProfile {

        private static final Map<String, Optional<String>> KNOWN = new ConcurrentHashMap<>();

        static Optional<String> find(String key) {
            return KNOWN.computeIfAbsent(key, asked -> ConfigProvider.getConfig()
                    .getOptionalValue(asked, String.class)
                    .flatMap(Source::given));
        }
    }
}
