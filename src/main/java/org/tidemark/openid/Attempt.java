package org.tidemark.openid;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One attempt to sign in. The browser keeps its secret in a cookie; what the provider sees of it, and what only we may
 * know, is made of the secret. So no node remembers anything, and any node can finish what another one has begun.
 */
public final class Attempt {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final String secret;

    private Attempt(String secret) {
        this.secret = secret;
    }

    public static Attempt begin() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Attempt(base64(bytes));
    }

    /** Empty if this is no secret of ours. */
    public static Optional<Attempt> of(String secret) {
        return Optional.ofNullable(secret)
                .filter(text -> SECRET.matcher(text).matches())
                .map(Attempt::new);
    }

    /** For the cookie alone. */
    public String secret() {
        return secret;
    }

    String state() {
        return derive("state");
    }

    /** Comes back in the ID token, which then cannot be that of another attempt. */
    String nonce() {
        return derive("nonce");
    }

    /** Goes to the token endpoint: a code without it is worth nothing (PKCE, RFC 7636). */
    String verifier() {
        return derive("verifier");
    }

    String challenge() {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier().getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Whether the provider answers this attempt, and not one that somebody else has begun. */
    public boolean isAnsweredBy(String state) {
        return state != null
                && MessageDigest.isEqual(
                        state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
    }

    private String derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return base64(mac.doFinal(purpose.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
