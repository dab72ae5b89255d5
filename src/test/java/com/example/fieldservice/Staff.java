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

    private static final Map<String, Set<String>> ROLES = Map.of(
            "alice", Set.of("NORTH"),
            "bob", Set.of("NORTH"),
            "dave", Set.of("SOUTH"),
            "carol", Set.of("NORTH", "SOUTH", "EAST", "steward", "administrator", "dispatcher"));

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
