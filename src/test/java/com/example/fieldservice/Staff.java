package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/** The estate's own security. Each one's password is the name. */
@BasicAuthenticationMechanismDefinition(realmName = "Field service")
@ApplicationScoped
public class Staff implements IdentityStore {

    private static final Map<String, Set<String>> ROLES = Map.ofEntries(
            Map.entry("alice", Set.of("NORTH")),
            Map.entry("bob", Set.of("NORTH")),
            Map.entry("dave", Set.of("SOUTH")),
            Map.entry("carol", Set.of("NORTH", "SOUTH", "EAST", "steward", "administrator", "dispatcher")),
            Map.entry("rita", Set.of("NORTH", "reader")),
            Map.entry("sven", Set.of("NORTH", "steward")),
            Map.entry("rosa", Set.of("SOUTH", "reader", "steward")),
            Map.entry("stan", Set.of("steward")),
            Map.entry("adam", Set.of("administrator")),
            Map.entry("nina", Set.of()),
            Map.entry("will", Set.of("NORTH")));

    @Override
    public CredentialValidationResult validate(Credential credential) {
        if (!(credential instanceof UsernamePasswordCredential given)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        String name = given.getCaller();
        return ROLES.containsKey(name) && given.compareTo(name, name)
                ? new CredentialValidationResult(name, ROLES.get(name))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
