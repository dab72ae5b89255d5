package org.tidemark.it.estate;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The people of the authorisation matrix, with what their roles mean by the application's policy. */
enum Person {
    STRANGER(null, Set.of(), Set.of()),
    NOBODY_IN_PARTICULAR("nina", Set.of(), Set.of()),
    READER("rita", Set.of("NORTH"), Set.of()),
    WRITER("alice", Set.of("NORTH"), Set.of("NORTH")),
    COLLEAGUE("bob", Set.of("NORTH"), Set.of("NORTH")),
    WRITER_ELSEWHERE("dave", Set.of("SOUTH"), Set.of("SOUTH")),
    STEWARD("sven", Set.of("NORTH"), Set.of("NORTH"), "steward"),
    STEWARD_WHO_READS("rosa", Set.of("SOUTH"), Set.of(), "steward"),
    STEWARD_OF_NOTHING("stan", Set.of(), Set.of(), "steward"),
    ADMINISTRATOR("adam", Set.of(), Set.of(), "administrator"),
    HEAD("carol", Set.of("NORTH", "SOUTH", "EAST"), Set.of("NORTH", "SOUTH", "EAST"), "steward", "administrator");

    /** The scopes of the matrix, with who has a conflict there. */
    static final Set<String> SCOPES = Set.of("NORTH", "SOUTH");

    final String user;
    private final Set<String> readable;
    private final Set<String> writable;
    private final Set<String> roles;

    Person(String user, Set<String> readable, Set<String> writable, String... roles) {
        this.user = user;
        this.readable = readable;
        this.writable = writable;
        this.roles = Set.of(roles);
    }

    /** Who works in a scope, and has the conflict and the replica there that the others try. */
    static Person ownerIn(String scope) {
        return scope.equals("NORTH") ? WRITER : WRITER_ELSEWHERE;
    }

    boolean isSignedIn() {
        return user != null;
    }

    boolean isSteward() {
        return roles.contains("steward");
    }

    boolean isAdministrator() {
        return roles.contains("administrator");
    }

    /** Those that the server tells a client. */
    Set<String> roles() {
        return roles.stream()
                .filter(Set.of("steward", "administrator")::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    boolean reads(String scope) {
        return readable.contains(scope);
    }

    boolean writes(String scope) {
        return writable.contains(scope);
    }

    Set<String> writable() {
        return writable;
    }

    /** A conflict is its owner's and the stewards' of its scope, as long as they may read there. */
    boolean seesConflictOf(Person owner, String scope) {
        return reads(scope) && (this == owner || isSteward());
    }

    /** A replica is its owner's, the stewards' and the administrators', whatever it holds. */
    boolean managesReplicaOf(Person owner) {
        return this == owner || isSteward() || isAdministrator();
    }
}
