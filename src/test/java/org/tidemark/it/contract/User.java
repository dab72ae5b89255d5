package org.tidemark.it.contract;

import jakarta.json.JsonStructure;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;

/** The people of the sample estate: alice and bob write in emea, dave in apac, carol is the steward of all regions. */
record User(String name, String password) {

    static final User ALICE = new User("alice", "alice");
    static final User BOB = new User("bob", "bob");
    static final User CAROL = new User("carol", "carol");
    static final User DAVE = new User("dave", "dave");
    static final User NOBODY = new User(null, null);

    Answer get(String path, String... headers) {
        return caller().get(path, headers);
    }

    Answer post(String path, JsonStructure body) {
        return caller().post(path, body);
    }

    Answer post(String path, String body) {
        return caller().post(path, body);
    }

    Answer send(String method, String path, byte[] body, String... headers) {
        return caller().send(method, path, body, headers);
    }

    private Caller caller() {
        return Deployed.server().as(name, password);
    }
}
