package org.tidemark.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;
import org.tidemark.json.Excerpt;

/**
 * Takes the signed tokens of one provider that are for one audience. Keys come from the provider alone, whatever the
 * token names, and only for algorithms with two keys: with one key, whoever can check a token can make one. Threadsafe.
 */
final class TokenVerifier {

    /** A hundred times as many characters as most have. Whoever sends more wants us to work. */
    private static final int LONGEST = 16_384;

    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** @param keys of the provider, by the library's own cache */
    TokenVerifier(JWKSource<SecurityContext> keys, String issuer, String audience) {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        // RFC 9068 names access tokens; others say JWT, or nothing.
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(
                JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp", "iat")));
    }

    /** @throws NotAcceptedException if the token is not what it has to be */
    JWTClaimsSet verify(String token) {
        if (token.length() > LONGEST) {
            throw new NotAcceptedException("the token has more than " + LONGEST + " characters");
        }
        try {
            return processor.process(token, null);
        } catch (RateLimitReachedException unknownKey) {
            // Somebody sends names of keys by chance: the provider is not asked for each.
            throw new NotAcceptedException("no such key", unknownKey);
        } catch (KeySourceException away) {
            throw new ProviderAwayException("the keys of the provider cannot be read", away);
        } catch (ParseException | BadJOSEException | JOSEException | RuntimeException refused) {
            // The library's words may repeat what the token says.
            throw new NotAcceptedException("the token is not accepted: " + words(refused.getMessage()), refused);
        }
    }

    private static String words(String message) {
        return message == null ? "" : Excerpt.of(message.replaceAll("\\p{Cntrl}", "?"), 200);
    }
}
