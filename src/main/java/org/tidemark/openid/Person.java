package org.tidemark.openid;

import java.io.Serializable;
import java.time.Instant;
import java.util.Set;

/**
 * Who has signed in at the provider, as the session keeps it. The browser sees none of the tokens but the ID token, in
 * the address of a sign-out.
 *
 * @param subject by which the provider knows the person
 * @param refreshToken null where the provider gives none
 * @param expires when the provider has to be asked again
 */
public record Person(
        String user, Set<String> roles, String subject, String idToken, String refreshToken, Instant expires)
        implements Serializable {

    public boolean isExpired() {
        return !Instant.now().isBefore(expires);
    }

    /** Not the tokens. */
    @Override
    public String toString() {
        return "Person[" + user + "]";
    }
}
