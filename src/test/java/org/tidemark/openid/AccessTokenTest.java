package org.tidemark.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.openid.FakeProvider.KEY;
import static org.tidemark.openid.FakeProvider.signed;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens open the API: those that the provider has signed, for us, now. */
class AccessTokenTest {

    private FakeProvider provider;
    private OpenId openId;

    @BeforeEach
    void start() throws IOException {
        provider = new FakeProvider();
        openId = provider.openId();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void a_token_of_the_provider_names_the_user_and_the_roles() {
        Person person = openId.bearer(signed(provider.access().build()));

        assertEquals("alice", person.user());
        assertEquals(Set.of("emea", "steward"), person.roles());
        assertFalse(person.isExpired());
    }

    @Test
    void the_type_that_is_made_for_access_tokens_is_taken() {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).type(new JOSEObjectType("at+jwt"));
        assertEquals(
                "alice",
                openId.bearer(signed(provider.access().build(), header, KEY)).user());
    }

    @Test
    void a_token_of_another_type_is_refused() {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID()).type(new JOSEObjectType("logout+jwt"));
        assertRefused(signed(provider.access().build(), header, KEY));
    }

    @Test
    void without_a_signature_it_is_refused() {
        assertRefused(new PlainJWT(provider.access().build()).serialize());
    }

    @Test
    void a_signature_that_was_taken_away_is_missed() {
        String token = signed(provider.access().build());
        assertRefused(token.substring(0, token.lastIndexOf('.') + 1));
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(none + token.substring(token.indexOf('.')));
    }

    /** Whoever reads the public key could make a token, if one were taken for the key of HS256. */
    @Test
    void the_public_key_is_nobodys_secret() throws Exception {
        byte[] known = KEY.toRSAPublicKey().getEncoded();
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(),
                provider.access().build());
        token.sign(new MACSigner(known));
        assertRefused(token.serialize());
    }

    @Test
    void a_key_that_the_token_brings_along_is_not_taken() {
        RSAKey other = FakeProvider.key(KEY.getKeyID());
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(other.toPublicJWK());
        assertRefused(signed(provider.access().build(), header, other));
    }

    @Test
    void another_key_by_the_same_name_is_refused() {
        RSAKey other = FakeProvider.key(KEY.getKeyID());
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY.getKeyID());
        assertRefused(signed(provider.access().build(), header, other));
    }

    @Test
    void claims_that_were_changed_are_refused() {
        String[] parts = signed(provider.access().build()).split("\\.");
        String others = signed(
                        provider.access().claim("preferred_username", "carol").build())
                .split("\\.")[1];
        assertRefused(parts[0] + "." + others + "." + parts[2]);
    }

    @Test
    void a_token_of_another_issuer_is_refused() {
        assertRefused(signed(provider.access().issuer("https://other.example").build()));
        assertRefused(signed(provider.access().issuer(null).build()));
    }

    @Test
    void a_token_for_somebody_else_is_refused() {
        assertRefused(signed(provider.access().audience("another-api").build()));
        assertRefused(signed(provider.access().audience((String) null).build()));
    }

    /** It has been in the address of a sign-out, and says nothing of what its owner may do. */
    @Test
    void an_id_token_opens_nothing() {
        assertRefused(signed(provider.identity("nonce").build()));
    }

    @Test
    void times_count() {
        Instant now = Instant.now();
        assertRefused(signed(provider.access()
                .expirationTime(Date.from(now.minus(Duration.ofMinutes(5))))
                .build()));
        assertRefused(signed(provider.access().expirationTime(null).build()));
        assertRefused(signed(provider.access()
                .notBeforeTime(Date.from(now.plus(Duration.ofMinutes(5))))
                .build()));
    }

    @Test
    void a_user_without_a_name_is_nobody() {
        assertRefused(signed(provider.access().claim("preferred_username", null).build()));
        assertRefused(signed(provider.access().claim("preferred_username", " ").build()));
        assertRefused(signed(
                provider.access().claim("preferred_username", List.of("alice")).build()));
        assertRefused(
                signed(provider.access().claim("preferred_username", "al\nice").build()));
        assertRefused(signed(provider.access().subject(null).build()));
    }

    @Test
    void roles_are_found_where_the_setting_says() {
        JWTClaimsSet token = provider.access()
                .claim("realm_access", Map.of("roles", List.of("emea", 7, Map.of(), "")))
                .build();
        assertEquals(Set.of("emea"), openId.bearer(signed(token)).roles());
        assertEquals(
                Set.of(),
                openId.bearer(signed(
                                provider.access().claim("realm_access", null).build()))
                        .roles());
        assertEquals(
                Set.of("apac"),
                openId.bearer(signed(provider.access()
                                .claim("realm_access.roles", "apac")
                                .build()))
                        .roles());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "alice", "eyJhbGciOiJSUzI1NiJ9..", "{}.{}.{}", "é.é.é"})
    void what_is_no_token_is_refused(String text) {
        assertRefused(text);
    }

    @Test
    void a_token_without_end_is_refused_before_it_is_read() {
        assertRefused(
                signed(provider.access().claim("filler", "x".repeat(20_000)).build()));
        String deep = Base64.getUrlEncoder().encodeToString(("[".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
        assertRefused(deep + "." + deep + ".x");
        assertEquals(0, provider.keysRead.get(), "nobody was asked for a key");
    }

    /** Or anybody could have us ask the provider as often as they like. */
    @Test
    void keys_that_nobody_knows_do_not_make_us_ask_each_time() {
        openId.bearer(signed(provider.access().build()));
        for (int i = 0; i < 20; i++) {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown-" + i);
            assertRefused(signed(provider.access().build(), header, KEY));
        }
        assertTrue(provider.keysRead.get() <= 3, "asked " + provider.keysRead.get() + " times");
        assertEquals("alice", openId.bearer(signed(provider.access().build())).user());
    }

    @Test
    void a_new_key_of_the_provider_is_found() {
        openId.bearer(signed(provider.access().build()));
        RSAKey next = FakeProvider.key("second");
        provider.keys = List.of(KEY, next);
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("second");
        assertEquals(
                "alice",
                openId.bearer(signed(provider.access().build(), header, next)).user());
    }

    @Test
    void a_provider_that_is_away_says_nothing_of_the_user() {
        provider.isBroken = true;
        assertThrows(
                ProviderAwayException.class,
                () -> openId.bearer(signed(provider.access().build())));
    }

    @Test
    void without_an_audience_no_token_opens_the_api() {
        Client known = provider.client();
        var closed = new OpenId(new Client(
                known.issuer(),
                known.id(),
                known.secret(),
                Optional.empty(),
                known.scope(),
                known.nameClaim(),
                known.rolesClaim()));
        String token = signed(provider.access().build());
        assertThrows(NotAcceptedException.class, () -> closed.bearer(token));
    }

    private void assertRefused(String token) {
        var refused = assertThrows(NotAcceptedException.class, () -> openId.bearer(token));
        assertTrue(token.length() < 20 || !refused.getMessage().contains(token), "a token is in the message");
    }
}
