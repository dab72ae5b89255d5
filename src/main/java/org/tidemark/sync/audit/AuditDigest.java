package org.tidemark.sync.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tidemark.config.Setting;

/**
 * SHA-256 of an event, and of a link of the chain. With {@code tidemark.audit.key} it is HMAC-SHA-256: who has the
 * database alone can then make neither. Not threadsafe.
 */
public final class AuditDigest {

    /** Before the first entry. */
    public static final String NOTHING = "0".repeat(64);

    private static final String MAC = "HmacSHA256";

    private final UnaryOperator<byte[]> hash;

    private AuditDigest(UnaryOperator<byte[]> hash) {
        this.hash = hash;
    }

    /** By the key that is set, if one is. */
    public static AuditDigest configured() {
        return by(Setting.AUDIT_KEY.text());
    }

    static AuditDigest by(Optional<String> key) {
        try {
            if (key.isEmpty()) {
                return new AuditDigest(MessageDigest.getInstance("SHA-256")::digest);
            }
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key.get().getBytes(StandardCharsets.UTF_8), MAC));
            return new AuditDigest(mac::doFinal);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("each Java has both", e);
        }
    }

    String of(AuditEvent event) {
        return hash(event.parts());
    }

    String chained(String previous, long position, String digest) {
        return hash(List.of(previous, Long.toString(position), digest));
    }

    /**
     * Each part with its length in front, so that nothing can move from one part into the next. JSON would do, if all
     * servers wrote it in the same way.
     */
    private String hash(List<String> parts) {
        StringBuilder text = new StringBuilder(512);
        for (String part : parts) {
            if (part == null) {
                text.append("-,");
            } else {
                text.append(part.length()).append(':').append(part).append(',');
            }
        }
        return HexFormat.of().formatHex(hash.apply(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
