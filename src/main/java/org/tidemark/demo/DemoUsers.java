package org.tidemark.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Map;
import java.util.Set;

/**
 * Who may sign in to the demo; each one's password is the name. A region is a role like {@code steward}, so that a
 * plain deployment gives its own users regions in the same way, by the groups of its realm.
 *
 * <p>An EJB that asks {@code isCallerInRole} declares the roles by {@code @DeclareRoles}, or Payara knows none; then it
 * needs {@code @PermitAll} as well, or WildFly lets nobody in.
 */
@ApplicationScoped
public class DemoUsers implements IdentityStore {

    private static final Map<String, Set<String>> ROLES = Map.of(
            "alice", Set.of("emea"),
            "bob", Set.of("emea"),
            "dave", Set.of("apac"),
            "carol", Set.of("steward", "administrator", "emea", "apac", "amer"));

    @Override
    public CredentialValidationResult validate(Credential credential) {
        // HTTP Basic comes as a subclass, which the inherited search for a fitting method would not find.
        if (!(credential instanceof UsernamePasswordCredential given)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        String name = given.getCaller();
        return ROLES.containsKey(name) && given.compareTo(name, name)
                ? new CredentialValidationResult(name, ROLES.get(name))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
