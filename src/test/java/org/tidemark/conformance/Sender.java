package org.tidemark.conformance;

/** How a vector's requests reach the server. */
@FunctionalInterface
public interface Sender {

    /** A user of the vectors. Nobody sends without a name. */
    enum Person {
        ALICE,
        BOB,
        CAROL,
        DAVE,
        NOBODY
    }

    /** @param type of the body; a request without a body has none, but for what changes something */
    record Request(Person person, String method, String path, String body, String type) {}

    record Answer(int status, String body) {}

    /** @return the name of the user whom the server knows by it */
    default String name(Person person) {
        return person.name().toLowerCase(java.util.Locale.ROOT);
    }

    Answer send(Request request);
}
