package org.tidemark.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;

/** A provider as it was when it was last asked about itself, with its keys. Threadsafe. */
final class Provider {

    /** Endpoints hardly ever move; keys do, and have a cache of their own. */
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private static final int PATIENCE = 5_000;
    private static final int LONGEST = 1 << 20;
    private static final long KEYS_GOOD_FOR = Duration.ofMinutes(5).toMillis();
    private static final long WAIT_FOR_KEYS = Duration.ofSeconds(15).toMillis();
    private static final long KEYS_AT_MOST_EVERY = Duration.ofSeconds(30).toMillis();

    /** So long the keys that we have go on, while the provider cannot be asked. */
    private static final long OUTAGE = Duration.ofHours(1).toMillis();

    private final Metadata metadata;
    private final JWKSource<SecurityContext> keys;
    private final Instant until = Instant.now().plus(GOOD_FOR);

    private Provider(Metadata metadata, JWKSource<SecurityContext> keys) {
        this.metadata = metadata;
        this.keys = keys;
    }

    /** @param before the same provider, asked earlier, or null */
    static Provider ask(Client client, ProviderHttp http, Provider before) {
        Metadata metadata = Metadata.of(http.get(Metadata.addressOf(client.issuer())), client.issuer());
        boolean isWhereItWas = before != null && before.metadata.keys().equals(metadata.keys());
        return new Provider(metadata, isWhereItWas ? before.keys : keys(metadata));
    }

    private static JWKSource<SecurityContext> keys(Metadata metadata) {
        try {
            // Not refreshed ahead: the library would start a thread of its own, which a server does not know.
            return JWKSourceBuilder.create(metadata.keys().toURL(), new KeysRetriever())
                    .cache(KEYS_GOOD_FOR, WAIT_FOR_KEYS)
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_AT_MOST_EVERY)
                    .outageTolerant(OUTAGE)
                    .build();
        } catch (MalformedURLException e) {
            throw new ProviderAwayException("the provider names no address of its keys", e);
        }
    }

    /** The same, where the provider cannot be asked. */
    Provider goesOn() {
        return new Provider(metadata, keys);
    }

    boolean isOld() {
        return Instant.now().isAfter(until);
    }

    Metadata metadata() {
        return metadata;
    }

    JWKSource<SecurityContext> keys() {
        return keys;
    }

    /** The keys are where the provider says, and not where an answer leads. */
    private static final class KeysRetriever extends DefaultResourceRetriever {

        KeysRetriever() {
            super(PATIENCE, PATIENCE, LONGEST);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }
}
