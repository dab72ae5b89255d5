package org.tidemark.it.contract;

import jakarta.json.JsonStructure;
import org.tidemark.it.Answer;
import org.tidemark.it.Caller;

/** The people of the sample estate: alice and bob write in emea, dave in apac, carol is the steward of all regions. */
public record User(String name, String password) {

    public static final User ALICE = new User("alice", "alice");
    public static final User BOB = new User("bob", "bob");
    public static final User CAROL = new User("carol", "carol");
    public static final User DAVE = new User("dave", "dave");
    public static final User NOBODY = new User(null, null);

    public Answer get(String path, String... headers) {
        return caller().get(path, headers);
    }

    public Answer post(String path, JsonStructure body) {
        return caller().post(path, body);
    }

    public Answer post(String path, String body) {
        return caller().post(path, body);
    }

    public Answer send(String method, String path, byte[] body, String... headers) {
        return caller().send(method, path, body, headers);
    }

    private Caller caller() {
        return Deployed.server().as(name, password);
    }
}
