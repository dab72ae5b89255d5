package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;

/** The first push of a replica, which is still its first after a message that was refused. */
final class FirstPush {

    private final Replica replica;
    private final Row company;

    /** @param company the record that is added, or would have been */
    FirstPush(Replica replica, Row company) {
        this.replica = replica;
        this.company = company;
    }

    String message(Changes changes) {
        return replica.message(changes.push(1)).toString();
    }

    /** The refused message used up neither the number nor the ids: the sound one is applied as if it were the first. */
    void assertNothingIsWritten() {
        JsonObject answer = replica.send(replica.message(changes().add(company).push(1)))
                .ok()
                .json();
        Outcomes outcomes = new Outcomes(answer.getJsonObject("push"));
        assertFalse(outcomes.repeated());
        outcomes.applied(company);
    }
}
