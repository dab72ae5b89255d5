package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A cursor from before the purge horizon cannot know what was deleted since: its scope starts over, nothing else.
 *
 * <p>See docs/protocol.md, P113.
 */
@ContractTest
class HorizonIT {

    @Test
    void an_old_cursor_leads_to_a_reset_that_takes_purged_records_away() throws SQLException {
        Replica alice = Replica.of(User.ALICE);
        Replica bob = Replica.of(User.BOB);
        Row purged = Sample.company("emea");
        Row kept = Sample.company("emea");
        long version = bob.add(purged);
        bob.add(kept);
        alice.pull();
        assertTrue(alice.find(purged).isPresent());
        bob.delete(purged, version);
        purge("emea");

        assertEquals(Set.of("emea"), resets(alice.pull(100)));

        assertTrue(alice.find(purged).isEmpty(), "gone without a tombstone that would say so");
        Fields.assertSame(kept, alice.held(kept));
        assertEquals(Set.of(), resets(alice.pull(100)), "once is enough");
    }

    @Test
    void only_the_scope_concerned_starts_over() throws SQLException {
        Replica carol = Replica.of(User.CAROL);
        Row inEmea = Sample.company("emea");
        Row inApac = Sample.company("apac");
        carol.add(inEmea);
        carol.add(inApac);
        carol.pull();
        Replica dave = Replica.of(User.DAVE);
        Row late = Sample.company("apac");
        dave.add(late);
        purge("apac");

        assertEquals(Set.of("apac"), resets(carol.pull(1000)));

        Fields.assertSame(inEmea, carol.held(inEmea));
        Fields.assertSame(inApac, carol.held(inApac));
        Fields.assertSame(late, carol.held(late));
    }

    /** At the horizon, everything that was purged was already seen. */
    @Test
    void a_cursor_at_the_horizon_goes_on() throws SQLException {
        Replica alice = Replica.of(User.ALICE);
        Row company = Sample.company("emea");
        alice.add(company);
        alice.pull();
        purge("emea");
        assertEquals(Set.of(), resets(alice.pull(5000)));
        Row next = Sample.company("emea");
        alice.add(next);
        assertEquals(Set.of(), resets(alice.pull(5000)));
        Fields.assertSame(next, alice.held(next));
        Fields.assertSame(company, alice.held(company));
    }

    /** Moved by somebody, purged, and only then pulled: it must have left the old scope and be in the new one. */
    @Test
    void a_reset_after_a_move_leaves_the_record_in_its_new_scope() throws SQLException {
        Replica carol = Replica.of(User.CAROL);
        Row company = Sample.company("emea");
        long version = carol.add(company);
        carol.pull();
        Replica other = Replica.of(User.CAROL);
        other.modify(company, version, company.with("region", "apac"));
        purge("emea");
        carol.pull(1000);
        assertEquals("apac", carol.held(company).scope());
    }

    /** What a purge does: all traces of what left the scope go, and the horizon says until when. */
    private static void purge(String scope) throws SQLException {
        Database.update("DELETE FROM tidemark_tombstone WHERE scope = ?", scope);
        assertEquals(1, Database.update("UPDATE tidemark_clock SET horizon = version WHERE scope = ?", scope));
    }

    private static Set<String> resets(List<JsonObject> pages) {
        return pages.stream()
                .flatMap(page -> Body.objects(page, "scopes").stream())
                .filter(scope -> scope.getBoolean("reset", false))
                .map(scope -> scope.getString("scope"))
                .collect(Collectors.toSet());
    }
}
