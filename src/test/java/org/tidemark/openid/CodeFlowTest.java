package org.tidemark.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.openid.FakeProvider.quote;
import static org.tidemark.openid.FakeProvider.signed;

import com.nimbusds.jwt.JWTClaimsSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in, refreshing and signing out, with a provider that is not always what it should be. */
class CodeFlowTest {

    private static final String REDIRECT = "https://crm.example/crm/sign-in/callback";

    private final Attempt attempt = Attempt.begin();
    private FakeProvider provider;
    private OpenId openId;

    @BeforeEach
    void start() throws IOException {
        provider = new FakeProvider();
        openId = provider.openId();
        provider.token = grant -> tokens(provider.identity(attempt.nonce()));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void the_browser_is_sent_with_what_proves_that_it_comes_back() throws Exception {
        URI address = openId.begin(attempt, REDIRECT);
        assertEquals("/authorize", address.getPath());
        Map<String, String> query = FakeProvider.parameters(address.getRawQuery());

        assertEquals("1", query.get("tenant"), "what the provider's own address says stays");
        assertEquals("code", query.get("response_type"));
        assertEquals(FakeProvider.CLIENT, query.get("client_id"));
        assertEquals(REDIRECT, query.get("redirect_uri"));
        assertEquals("S256", query.get("code_challenge_method"));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(attempt.verifier().getBytes(StandardCharsets.US_ASCII));
        assertEquals(Base64.getUrlEncoder().withoutPadding().encodeToString(hash), query.get("code_challenge"));
        assertFalse(address.toString().contains(attempt.secret()));
        assertFalse(address.toString().contains(attempt.verifier()));
        assertNotEquals(query.get("state"), query.get("nonce"));
    }

    @Test
    void a_code_becomes_a_person() {
        Person person = openId.finish(attempt, answer(), REDIRECT);

        assertEquals("alice", person.user());
        assertEquals(Set.of("emea", "steward"), person.roles());
        assertFalse(person.isExpired());
        Map<String, String> grant = provider.grants.get(0);
        assertEquals("authorization_code", grant.get("grant_type"));
        assertEquals("the-code", grant.get("code"));
        assertEquals(REDIRECT, grant.get("redirect_uri"));
        assertEquals(attempt.verifier(), grant.get("code_verifier"));
        assertNull(grant.get("client_secret"));
        assertEquals("Basic dGlkZW1hcms6YStzZWNyZXQlM0Erd2l0aCUyRnNpZ25z", provider.authorizations.get(0));
    }

    @Test
    void a_provider_that_wants_the_secret_in_the_form_gets_it_there() {
        provider.metadata = Map.of("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        openId.finish(attempt, answer(), REDIRECT);
        assertEquals(FakeProvider.SECRET, provider.grants.get(0).get("client_secret"));
        assertEquals("null", provider.authorizations.get(0));
    }

    @Test
    void a_public_client_has_no_secret() {
        Client known = provider.client();
        var open = new OpenId(
                new Client(known.issuer(), known.id(), Optional.empty(), known.audience(), "openid", "sub", "roles"));
        assertEquals("4711", open.finish(attempt, answer(), REDIRECT).user());
        assertEquals(FakeProvider.CLIENT, provider.grants.get(0).get("client_id"));
    }

    @Test
    void the_answer_to_another_attempt_is_refused() {
        Map<String, String> others = answer();
        others.put("state", Attempt.begin().state());
        assertRefused(others);
        others.remove("state");
        assertRefused(others);
        assertEquals(List.of(), provider.grants, "its code was shown to nobody");
    }

    @Test
    void the_answer_of_another_provider_is_refused() {
        Map<String, String> others = answer();
        others.put("iss", "https://other.example");
        assertRefused(others);
        others.remove("iss");
        assertRefused(others);
        assertEquals(List.of(), provider.grants);
    }

    @Test
    void a_provider_that_does_not_name_itself_need_not() {
        provider.metadata = Map.of("authorization_response_iss_parameter_supported", "false");
        Map<String, String> answer = answer();
        answer.remove("iss");
        assertEquals("alice", openId.finish(attempt, answer, REDIRECT).user());
    }

    @Test
    void who_is_not_signed_in_there_is_not_here() {
        Map<String, String> denied = answer();
        denied.remove("code");
        denied.put("error", "access_denied");
        assertTrue(assertRefused(denied).contains("access_denied"));
        denied.put("error", "<script>\nline");
        assertFalse(assertRefused(denied).contains("script"), "nothing that others wrote is in the log");
    }

    @Test
    void the_nonce_ties_the_token_to_the_attempt() {
        provider.token = grant -> tokens(provider.identity(Attempt.begin().nonce()));
        assertRefused(answer());
        provider.token = grant -> tokens(provider.identity(null));
        assertRefused(answer());
    }

    @Test
    void a_token_for_another_client_is_refused() {
        provider.token = grant -> tokens(provider.identity(attempt.nonce()).audience("another"));
        assertRefused(answer());
        provider.token = grant -> tokens(provider.identity(attempt.nonce()).claim("azp", "another"));
        assertRefused(answer());
        provider.token =
                grant -> tokens(provider.identity(attempt.nonce()).audience(List.of(FakeProvider.CLIENT, "another")));
        assertRefused(answer());
    }

    @Test
    void an_answer_without_an_id_token_is_refused() {
        provider.token = grant -> new FakeProvider.Answer(200, "{\"access_token\": \"x\"}");
        assertRefused(answer());
    }

    @Test
    void a_code_that_is_not_taken_signs_nobody_in() {
        provider.token = grant -> new FakeProvider.Answer(400, "{\"error\": \"invalid_grant\"}");
        assertRefused(answer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "[]", "{\"a\": 1, \"a\": 2}"})
    void a_provider_that_answers_nonsense_is_away(String nonsense) {
        provider.token = grant -> new FakeProvider.Answer(200, nonsense);
        assertThrows(ProviderAwayException.class, () -> openId.finish(attempt, answer(), REDIRECT));
    }

    /** Our secret has changed there, say: that is no reason to send people away. */
    @Test
    void what_is_wrong_with_us_is_not_laid_to_the_person() {
        provider.token = grant -> new FakeProvider.Answer(401, "{\"error\": \"invalid_client\"}");
        assertThrows(ProviderAwayException.class, () -> openId.refresh(person()));
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        provider.token = grant -> new FakeProvider.Answer(200, "{\"x\": " + quote("x".repeat(2 << 20)) + "}");
        assertThrows(ProviderAwayException.class, () -> openId.refresh(person()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"token_endpoint", "jwks_uri", "authorization_endpoint"})
    void an_address_without_tls_is_none(String name) {
        provider.metadata = Map.of(name, quote("http://other.example/x"));
        assertThrows(ProviderAwayException.class, () -> openId.begin(attempt, REDIRECT));
    }

    @Test
    void a_provider_that_calls_itself_otherwise_is_not_ours() {
        provider.metadata = Map.of("issuer", quote("https://other.example"));
        assertThrows(ProviderAwayException.class, () -> openId.begin(attempt, REDIRECT));
    }

    @Test
    void a_refresh_brings_new_roles() {
        provider.token =
                grant -> tokens(provider.identity(null).claim("realm_access", Map.of("roles", List.of("apac"))));
        Person refreshed = openId.refresh(person());

        assertEquals(Set.of("apac"), refreshed.roles());
        assertEquals("next", refreshed.refreshToken());
        assertEquals("before", provider.grants.get(0).get("refresh_token"));
    }

    @Test
    void a_refresh_without_an_id_token_changes_no_role() {
        provider.token = grant -> new FakeProvider.Answer(200, "{\"access_token\": \"x\", \"expires_in\": 60}");
        Person refreshed = openId.refresh(person());

        assertEquals(person().roles(), refreshed.roles());
        assertEquals("before", refreshed.refreshToken());
        assertFalse(refreshed.isExpired());
    }

    @Test
    void a_session_that_has_ended_there_has_ended_here() {
        provider.token = grant -> new FakeProvider.Answer(400, "{\"error\": \"invalid_grant\"}");
        assertThrows(NotAcceptedException.class, () -> openId.refresh(person()));
    }

    @Test
    void a_refresh_never_makes_somebody_else_of_a_session() {
        provider.token = grant -> tokens(provider.identity(null).subject("4712"));
        assertThrows(NotAcceptedException.class, () -> openId.refresh(person()));
        provider.token = grant -> tokens(provider.identity(null).claim("preferred_username", "carol"));
        assertThrows(NotAcceptedException.class, () -> openId.refresh(person()));
    }

    @Test
    void a_sign_out_names_the_session_that_ends() {
        Map<String, String> query = FakeProvider.parameters(
                openId.end(person(), "https://crm.example/").get().getRawQuery());
        assertEquals("id", query.get("id_token_hint"));
        assertEquals("https://crm.example/", query.get("post_logout_redirect_uri"));
        assertEquals(FakeProvider.CLIENT, query.get("client_id"));
        assertFalse(openId.end(null, "x").get().toString().contains("hint"));
    }

    @Test
    void no_token_is_in_what_a_log_may_hold() {
        assertEquals("Person[alice]", person().toString());
        assertFalse(provider.client().toString().contains(FakeProvider.SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "a b", "../../..", "0123456789012345678901234567890123456789012\n"})
    void a_cookie_that_is_none_of_ours_begins_no_attempt(String cookie) {
        assertEquals(Optional.empty(), Attempt.of(cookie));
    }

    @Test
    void any_node_finishes_what_another_one_has_begun() {
        Attempt elsewhere = Attempt.of(attempt.secret()).orElseThrow();
        assertEquals(
                "alice", provider.openId().finish(elsewhere, answer(), REDIRECT).user());
    }

    private static Person person() {
        return new Person("alice", Set.of("emea"), "4711", "id", "before", Instant.EPOCH);
    }

    private Map<String, String> answer() {
        return new HashMap<>(Map.of("code", "the-code", "state", attempt.state(), "iss", provider.issuer()));
    }

    private String assertRefused(Map<String, String> answer) {
        return assertThrows(NotAcceptedException.class, () -> openId.finish(attempt, answer, REDIRECT))
                .getMessage();
    }

    private static FakeProvider.Answer tokens(JWTClaimsSet.Builder identity) {
        return new FakeProvider.Answer(
                200,
                "{\"access_token\": \"x\", \"expires_in\": 60, \"refresh_token\": \"next\", \"id_token\": "
                        + quote(signed(identity.build())) + "}");
    }
}
