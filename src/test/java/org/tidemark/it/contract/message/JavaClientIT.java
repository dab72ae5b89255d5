package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.client.PhoneNumbers;
import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.client.ChangeSet;
import org.tidemark.client.Conflict;
import org.tidemark.client.EventStream;
import org.tidemark.client.LocalRecords;
import org.tidemark.client.Outcome;
import org.tidemark.client.PushOutcome;
import org.tidemark.client.RefusedException;
import org.tidemark.client.Replica;
import org.tidemark.client.ReplicaState;
import org.tidemark.client.TidemarkClient;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.server.Server;

/** The Java client keeps the replica's side of docs/protocol.md, and its manual's example runs. */
@ContractTest
class JavaClientIT {

    private final URI api;
    private final TidemarkClient alice;
    private final TidemarkClient bob;
    private final UUID company = UUID.randomUUID();
    private final JsonObject fields = Sample.company("emea").fields();

    JavaClientIT(Server server) {
        api = URI.create(server.base() + "/api");
        alice = TidemarkClient.basic(api, "alice", "alice");
        bob = TidemarkClient.basic(api, "bob", "bob");
    }

    private static Replica replica(TidemarkClient client) {
        return client.replica(ReplicaState.fresh(), state -> {});
    }

    private static JsonObject phone(String number) {
        return Body.object("phone", number);
    }

    private long add(Replica replica) throws Exception {
        return replica.push(new ChangeSet().add("companies", company, fields))
                .applied()
                .get(0)
                .version();
    }

    @Test
    void what_one_pushes_another_pulls_until_it_is_deleted() throws Exception {
        Replica one = replica(alice);
        Replica other = replica(bob);
        var records = new LocalRecords();
        other.pull(records::take);
        long version = add(one);

        other.pull(records::take);
        assertEquals(version, records.find("companies", company).orElseThrow().version());
        assertEquals(fields, records.find("companies", company).orElseThrow().fields());

        one.push(new ChangeSet().delete("companies", company, version));
        other.pull(records::take);
        assertTrue(records.find("companies", company).isEmpty());
    }

    @Test
    void a_push_without_an_answer_is_sent_again_after_a_restart_and_applied_once() throws Exception {
        Replica first = replica(alice);
        var unanswered = new ReplicaState[1];
        Replica lost = alice.replica(first.state(), state -> {
            unanswered[0] = unanswered[0] == null ? state : unanswered[0];
        });
        long version = add(lost);

        Replica restarted = alice.replica(ReplicaState.of(unanswered[0].toJson()), state -> {});
        assertThrows(IllegalStateException.class, () -> restarted.push(new ChangeSet()));
        PushOutcome again = restarted.repeat();
        assertTrue(again.repeated());
        assertEquals(version, again.applied().get(0).version());
    }

    @Test
    void a_push_that_was_never_sent_is_not_lost_with_the_replicas_id() throws Exception {
        Replica replica = replica(alice);
        var kept = new ReplicaState[1];
        Replica sending = alice.replica(replica.state(), state -> kept[0] = kept[0] == null ? state : kept[0]);
        add(sending);
        sending.push(new ChangeSet());

        Replica restored = alice.replica(kept[0], state -> {});
        RefusedException refused = assertThrows(RefusedException.class, restored::repeat);
        assertEquals("replica-reset-required", refused.name());
        PushOutcome outcome = alice.replica(kept[0].anew(), state -> {}).repeat();
        assertEquals(company, outcome.applied().get(0).id());
    }

    @Test
    void conflicts_are_listed_and_resolved_by_a_push_or_at_the_desk() throws Exception {
        Replica one = replica(alice);
        Replica other = replica(bob);
        long version = add(one);
        JsonObject before = phone(fields.getString("phone"));
        other.push(new ChangeSet().modify("companies", company, version, phone("+47 2"), before));
        Conflict conflict = one.push(new ChangeSet().modify("companies", company, version, phone("+47 3"), before))
                .conflicts()
                .get(0);
        assertEquals(List.of("phone"), conflict.disputed());

        PushOutcome resolved = one.push(new ChangeSet()
                .modify("companies", company, conflict.server().version(), phone("+47 3"), phone("+47 2"))
                .resolve(conflict.id(), Outcome.CLIENT));
        assertEquals(1, resolved.applied().size());
        assertEquals("settled", alice.conflict(conflict.id()).json().getString("status"));

        other.push(new ChangeSet()
                .modify("companies", company, conflict.server().version(), phone("+47 4"), phone("+47 2")));
        List<Conflict> open = bob.conflicts(Map.of("status", "open", "record", company.toString()));
        assertEquals(1, open.size());
        Conflict merged = bob.resolve(open.get(0), Outcome.MERGED, phone("+47 5"));
        assertEquals("+47 5", merged.json().getJsonObject("resolution").getString("phone"));
        assertEquals(
                "conflict-moved",
                assertThrows(RefusedException.class, () -> bob.resolve(open.get(0), Outcome.CLIENT, null))
                        .name());
    }

    @Test
    void a_change_is_heard_by_the_stream() throws Exception {
        try (EventStream events = bob.events(null)) {
            long version = add(replica(alice));
            EventStream.Event event = events.next().orElseThrow();
            while (event.data().getJsonNumber("version").longValueExact() < version) {
                event = events.next().orElseThrow();
            }
            assertEquals("changed", event.name());
        }
    }

    @Test
    void a_refusal_has_a_name_and_a_pointer() {
        RefusedException refused = assertThrows(
                RefusedException.class, () -> replica(alice).push(new ChangeSet().delete("companies", company, -1)));
        assertEquals("malformed-message", refused.name());
        assertEquals(
                "/push/changes/companies/deleted/0/version", refused.problem().getString("pointer"));
    }

    @Test
    void the_example_of_the_manual_runs_twice(@TempDir Path folder) throws Exception {
        Row row = Sample.company("emea").with("phone", null);
        String group = row.fields().getString("name");
        replica(alice).push(new ChangeSet().add("companies", company, row.fields()));
        Path file = folder.resolve("state.json");
        PushOutcome first = new PhoneNumbers(api, "bob", "bob", file).run(group, "+47 1");
        assertEquals(
                List.of(company),
                first.applied().stream().map(PushOutcome.Applied::id).toList());
        PushOutcome second = new PhoneNumbers(api, "bob", "bob", file).run(group, "+47 2");
        assertEquals(new PushOutcome(2, false, List.of(), List.of(), List.of()), second);
    }
}
