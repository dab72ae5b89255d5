package org.tidemark.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tidemark.config.Setting;

/**
 * Signs people in at the provider that the settings name: the code flow with PKCE, refreshing, signing out, and access
 * tokens for the API. It writes no token into any message. Threadsafe.
 */
@ApplicationScoped
public class OpenId {

    private static final System.Logger LOG = System.getLogger(OpenId.class.getName());

    /** Where the provider does not say how long a token is good for. */
    private static final long SECONDS = 300;

    /** Or each request would wait for it, one after the other. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private final ProviderHttp http = new ProviderHttp();
    private volatile Client client;
    private volatile Provider provider;
    private Instant silentUntil = Instant.MIN;

    public OpenId() {}

    OpenId(Client client) {
        this.client = client;
    }

    /** @throws IllegalStateException whose message names the setting that cannot be meant */
    public static void check() {
        Client.configured();
    }

    /** Where the browser goes to sign in. */
    public URI begin(Attempt attempt, String redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", client().id());
        query.put("redirect_uri", redirect);
        query.put("scope", client().scope());
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return with(provider().metadata().authorization(), query);
    }

    /**
     * Makes a person of what the provider has sent the browser back with.
     *
     * @param answer the parameters {@code code}, {@code state}, {@code error}, {@code iss}, as far as they are there
     */
    public Person finish(Attempt attempt, Map<String, String> answer, String redirect) {
        if (!attempt.isAnsweredBy(answer.get("state"))) {
            throw new NotAcceptedException("this answers no attempt of this browser");
        }
        String issuer = client().issuer().toString();
        if (answer.get("iss") == null
                ? provider().metadata().namesItself()
                : !answer.get("iss").equals(issuer)) {
            throw new NotAcceptedException("another provider answers");
        }
        String code = answer.get("code");
        if (code == null) {
            throw new NotAcceptedException("the provider signs nobody in: " + word(answer.get("error")));
        }
        JsonObject tokens = tokens(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                redirect,
                "code_verifier",
                attempt.verifier()));
        String idToken = tokens.getString("id_token", "");
        JWTClaimsSet claims = verifyIdToken(idToken);
        if (!attempt.nonce().equals(text(claims, "nonce"))) {
            throw new NotAcceptedException("the ID token is of another attempt");
        }
        Claims found = Claims.of(claims, client());
        return new Person(
                found.user(),
                found.roles(),
                found.subject(),
                idToken,
                tokens.getString("refresh_token", null),
                expiry(tokens));
    }

    /**
     * Asks whether the person is still signed in there, and with which roles.
     *
     * @throws NotAcceptedException if not
     */
    public Person refresh(Person person) {
        if (person.refreshToken() == null) {
            throw new NotAcceptedException(
                    "the provider gave no refresh token; ask it for one by " + Setting.OIDC_SCOPE.key());
        }
        JsonObject tokens = tokens(Map.of("grant_type", "refresh_token", "refresh_token", person.refreshToken()));
        String idToken = tokens.getString("id_token", "");
        String refreshToken = tokens.getString("refresh_token", person.refreshToken());
        if (idToken.isEmpty()) {
            // As a provider may: then nothing new is said of the person.
            return new Person(
                    person.user(), person.roles(), person.subject(), person.idToken(), refreshToken, expiry(tokens));
        }
        Claims found = Claims.of(verifyIdToken(idToken), client());
        if (!found.subject().equals(person.subject()) || !found.user().equals(person.user())) {
            throw new NotAcceptedException("the provider names somebody else");
        }
        return new Person(found.user(), found.roles(), found.subject(), idToken, refreshToken, expiry(tokens));
    }

    /** Whose access token this is. There is nothing to refresh. */
    public Person bearer(String token) {
        String audience = client().audience()
                .orElseThrow(() -> new NotAcceptedException(
                        "no access token opens the API without " + Setting.OIDC_AUDIENCE.key()));
        JWTClaimsSet claims = verify(token, audience);
        Claims found = Claims.of(claims, client());
        return new Person(
                found.user(),
                found.roles(),
                found.subject(),
                null,
                null,
                claims.getExpirationTime().toInstant());
    }

    /**
     * Where the browser goes to sign out at the provider too, and comes back from; empty if the provider has no such
     * address.
     *
     * @param person null if the session has ended already: then the provider asks
     */
    public Optional<URI> end(Person person, String redirect) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("client_id", client().id());
        query.put("post_logout_redirect_uri", redirect);
        if (person != null && person.idToken() != null) {
            query.put("id_token_hint", person.idToken());
        }
        return provider().metadata().logout().map(address -> with(address, query));
    }

    private JWTClaimsSet verifyIdToken(String token) {
        JWTClaimsSet claims = verify(token, client().id());
        List<String> audience = claims.getAudience();
        String party = text(claims, "azp");
        if (party == null ? audience.size() > 1 : !party.equals(client().id())) {
            throw new NotAcceptedException("the ID token was made for another client");
        }
        return claims;
    }

    private JWTClaimsSet verify(String token, String audience) {
        return new TokenVerifier(provider().keys(), client().issuer().toString(), audience).verify(token);
    }

    private JsonObject tokens(Map<String, String> grant) {
        Metadata metadata = provider().metadata();
        Map<String, String> form = new LinkedHashMap<>(grant);
        String authorization = null;
        if (client().secret().isEmpty() || metadata.wantsSecretInBody()) {
            form.put("client_id", client().id());
            client().secret().ifPresent(secret -> form.put("client_secret", secret));
        } else {
            authorization = ProviderHttp.basic(client().id(), client().secret().get());
        }
        ProviderHttp.Reply reply = http.post(metadata.token(), form, authorization);
        if (reply.status() == 200) {
            return reply.json();
        }
        String error = word(reply.json().getString("error", null));
        if (error.equals("invalid_grant")) {
            throw new NotAcceptedException("the provider takes neither this code nor this refresh token any more");
        }
        // Our secret may be wrong, or the provider may be in trouble: no reason to send people away.
        throw new ProviderAwayException("the token endpoint answers " + reply.status() + " " + error);
    }

    private static Instant expiry(JsonObject tokens) {
        long seconds = tokens.get("expires_in") instanceof JsonNumber number ? number.longValue() : SECONDS;
        return Instant.now().plusSeconds(Math.max(0, Math.min(seconds, 86_400)));
    }

    private static String text(JWTClaimsSet claims, String name) {
        try {
            return claims.getStringClaim(name);
        } catch (ParseException noText) {
            throw new NotAcceptedException("the claim " + name + " is no text", noText);
        }
    }

    /** Of what others have written, for the log. */
    private static String word(String text) {
        return text != null && text.matches("[a-z_]{1,40}") ? text : "without a word";
    }

    private static URI with(URI address, Map<String, String> query) {
        String joint = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + joint + ProviderHttp.query(query));
    }

    private Client client() {
        if (client == null) {
            client = Client.configured();
        }
        return client;
    }

    /** One asks; who waited takes what it has found, also that there is nothing. */
    private Provider provider() {
        Provider known = provider;
        if (known != null && !known.isOld()) {
            return known;
        }
        synchronized (this) {
            if (provider != null && !provider.isOld()) {
                return provider;
            }
            if (Instant.now().isBefore(silentUntil)) {
                throw new ProviderAwayException("the provider did not answer a moment ago");
            }
            try {
                provider = Provider.ask(client(), http, provider);
            } catch (ProviderAwayException away) {
                if (provider == null) {
                    silentUntil = Instant.now().plus(SILENCE);
                    throw away;
                }
                LOG.log(System.Logger.Level.WARNING, "the provider cannot be asked about itself", away);
                provider = provider.goesOn();
            }
            return provider;
        }
    }
}
