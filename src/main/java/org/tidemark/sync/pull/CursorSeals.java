package org.tidemark.sync.pull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tidemark.protocol.Refusal;
import org.tidemark.sync.retry.MissingRowException;
import org.tidemark.sync.state.CursorKey;

/**
 * Seals the cursors that go to clients, and knows its own seal again: what a cursor says of scopes and versions is
 * believed only if this database has said it. {@code <cursor>.<key>.<mac>}. The keys are read once in a while, and
 * kept. Threadsafe.
 *
 * <p>See docs/protocol.md, P111 and P112.
 */
@ApplicationScoped
public class CursorSeals {

    /** Some ten thousand scopes. */
    static final int LONGEST = 1 << 20;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_=-]+)(?:\\.([0-9]{1,9})\\.([A-Za-z0-9_-]{43}))?");

    /** Another node may have made a key; and who invents the names of keys shall not make us ask each time. */
    private static final Duration KEPT = Duration.ofHours(1);

    private static final Duration ASKED_AGAIN = Duration.ofSeconds(5);

    private volatile Ring ring = new Ring(new TreeMap<>(), Instant.MIN);

    private record Ring(TreeMap<Integer, byte[]> secrets, Instant readAt) {

        boolean isOlderThan(Duration age) {
            return secrets.isEmpty() || readAt.plus(age).isBefore(Instant.now());
        }
    }

    /** A text in two parts. */
    private record Sealed(String cursor, int key, String mac) {

        static Sealed of(String text) {
            Matcher form = FORM.matcher(text);
            if (text.length() > LONGEST || !form.matches()) {
                throw Refusal.malformed("/pull/cursor", "no cursor of this server");
            }
            return form.group(2) == null
                    ? new Sealed(form.group(1), 0, "")
                    : new Sealed(form.group(1), Integer.parseInt(form.group(2)), form.group(3));
        }
    }

    /** The cursor in a sealed one, whoever sealed it. */
    public static String cursor(String text) {
        return Sealed.of(text).cursor;
    }

    public String seal(EntityManager em, String cursor) {
        Ring known = ring.isOlderThan(KEPT) ? read(em) : ring;
        if (known.secrets.isEmpty()) {
            throw new MissingRowException(new CursorKey(1, Instant.now()));
        }
        var newest = known.secrets.lastEntry();
        return cursor + "." + newest.getKey() + "." + mac(newest.getValue(), cursor);
    }

    /** Whether this database has sealed the text, by a key that it still has. */
    public boolean isSealed(EntityManager em, String text) {
        Sealed sealed = Sealed.of(text);
        Ring known = ring;
        if (!known.secrets.containsKey(sealed.key) && known.isOlderThan(ASKED_AGAIN)) {
            known = read(em);
        }
        byte[] secret = known.secrets.get(sealed.key);
        return secret != null
                && MessageDigest.isEqual(
                        mac(secret, sealed.cursor).getBytes(StandardCharsets.US_ASCII),
                        sealed.mac.getBytes(StandardCharsets.US_ASCII));
    }

    private Ring read(EntityManager em) {
        TreeMap<Integer, byte[]> secrets = new TreeMap<>();
        em.createQuery("select k from CursorKey k", CursorKey.class)
                .getResultList()
                .forEach(key -> secrets.put(key.id(), key.secret()));
        ring = new Ring(secrets, Instant.now());
        return ring;
    }

    private static String mac(byte[] secret, String cursor) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            byte[] seal = mac.doFinal(cursor.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(seal);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
