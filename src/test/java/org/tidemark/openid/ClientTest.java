package org.tidemark.openid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.config.Setting;

/** What cannot be meant is said when the application starts. */
class ClientTest {

    @BeforeEach
    void set() {
        System.setProperty(Setting.OIDC_ISSUER.key(), "https://login.example/realms/crm");
        System.setProperty(Setting.OIDC_CLIENT.key(), "crm");
    }

    @AfterEach
    void forget() {
        for (Setting setting : new Setting[] {Setting.OIDC_ISSUER, Setting.OIDC_CLIENT, Setting.OIDC_AUDIENCE}) {
            System.clearProperty(setting.key());
        }
    }

    @Test
    void two_settings_are_enough() {
        Client client = Client.configured();
        assertEquals("preferred_username", client.nameClaim());
        assertEquals("roles", client.rolesClaim());
        assertTrue(client.audience().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://login.example", "login.example", "ftp://x", "https://", "no address", "https://a:b@c"})
    void an_issuer_without_tls_is_refused(String issuer) {
        System.setProperty(Setting.OIDC_ISSUER.key(), issuer);
        assertNames(Setting.OIDC_ISSUER);
    }

    @Test
    void a_provider_of_this_machine_needs_no_tls() {
        System.setProperty(Setting.OIDC_ISSUER.key(), "http://localhost:8180/realms/crm");
        assertEquals("crm", Client.configured().id());
    }

    @Test
    void a_client_needs_a_name() {
        System.clearProperty(Setting.OIDC_CLIENT.key());
        assertNames(Setting.OIDC_CLIENT);
    }

    @Test
    void an_id_token_would_open_the_api_if_both_names_were_one() {
        System.setProperty(Setting.OIDC_AUDIENCE.key(), "crm");
        assertNames(Setting.OIDC_AUDIENCE);
    }

    private static void assertNames(Setting setting) {
        var refused = assertThrows(IllegalStateException.class, OpenId::check);
        assertTrue(refused.getMessage().startsWith(setting.key()), refused::getMessage);
    }
}
