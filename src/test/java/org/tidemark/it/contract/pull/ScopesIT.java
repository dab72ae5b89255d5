package org.tidemark.it.contract.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A record that changes its scope leaves one set of replicas and joins another, without a number going back.
 *
 * <p>See docs/protocol.md, P23 and P104.
 */
@ContractTest
class ScopesIT {

    private final Replica carol = Replica.abreast(User.CAROL);
    private final Replica alice = Replica.abreast(User.ALICE);
    private final Replica dave = Replica.abreast(User.DAVE);
    private final Row company = Sample.company("emea");
    private final Row contact = Sample.contact(company);
    private final Row inApac = company.with("region", "apac");

    @Test
    void a_moved_company_leaves_the_old_scope_with_its_contacts_and_arrives_in_the_new() {
        Outcomes added = carol.push(changes().add(company).add(contact));
        alice.pull();
        dave.pull();
        assertEquals("emea", alice.held(contact).scope());
        assertTrue(dave.find(contact).isEmpty());

        long moved = carol.modify(company, added.applied(company), inApac);
        alice.pull();
        dave.pull();

        assertTrue(moved > added.applied(company));
        assertTrue(alice.find(company).isEmpty(), "departed from emea");
        assertTrue(alice.find(contact).isEmpty(), "departed with its company");
        assertEquals(moved, dave.held(company).version());
        Fields.assertSame(inApac, dave.held(company));
        assertEquals("apac", dave.held(contact).scope());
        assertTrue(dave.held(contact).version() > added.applied(contact), "a new state needs a new number");
    }

    @Test
    void who_reads_both_scopes_still_holds_the_record_after_the_move() {
        Outcomes added = carol.push(changes().add(company).add(contact));
        carol.pull();
        long moved = carol.modify(company, added.applied(company), inApac);
        carol.pull();
        assertEquals("apac", carol.held(company).scope());
        assertEquals(moved, carol.held(company).version());
        assertEquals("apac", carol.held(contact).scope());
    }

    @Test
    void what_moves_along_keeps_the_edit_that_came_in_the_same_push() {
        Outcomes added = carol.push(changes().add(company).add(contact));
        Row edited = contact.with("role", "edited while its company moved");
        Outcomes both = carol.push(changes()
                .modify(company, added.applied(company), inApac)
                .modify(contact, added.applied(contact), edited));

        assertTrue(both.applied(contact) > added.applied(contact));
        dave.pull();
        Fields.assertSame(edited, dave.held(contact));
        assertEquals("apac", dave.held(contact).scope());
    }

    /** The clocks of two scopes run apart; a record that travels drags the slower one along. */
    @Test
    void the_versions_of_a_record_rise_across_moves_there_and_back() {
        long version = carol.add(company);
        Row now = company;
        for (String region : new String[] {"amer", "emea", "apac", "emea"}) {
            Row next = now.with("region", region);
            long moved = carol.modify(now, version, next);
            assertTrue(moved > version, moved + " after " + version);
            version = moved;
            now = next;
        }
        alice.pull();
        assertEquals(version, alice.held(company).version());
    }

    @Test
    void what_is_added_after_a_move_is_numbered_above_the_record_that_came() {
        Row late = Sample.company("amer");
        long version = carol.add(company);
        long moved = carol.modify(company, version, company.with("region", "amer"));
        assertTrue(carol.add(late) > moved, "the clock of the new scope was taken along");
    }

    @Test
    void a_contact_that_changes_to_a_company_elsewhere_moves_alone() {
        Row elsewhere = Sample.company("apac");
        Outcomes added = carol.push(changes().add(company).add(contact).add(elsewhere));
        alice.pull();
        dave.pull();
        carol.modify(contact, added.applied(contact), contact.with("company", elsewhere.id()));
        alice.pull();
        dave.pull();
        assertTrue(alice.find(contact).isEmpty());
        assertEquals("emea", alice.held(company).scope());
        assertEquals("apac", dave.held(contact).scope());
    }

    /** The contact has a new number, but it is as its user left it: nobody else's work would be overwritten. */
    @Test
    void an_edit_of_a_contact_that_only_moved_along_is_applied() {
        Outcomes added = carol.push(changes().add(company).add(contact));
        carol.modify(company, added.applied(company), inApac);
        Row edited = contact.with("role", "Managing director");
        long version = carol.push(changes().modify(contact, added.applied(contact), edited))
                .applied(edited);
        assertTrue(version > added.applied(contact));
        Fields.assertSame(edited, dave.pull().held(contact));
    }

    @Test
    void an_edit_based_on_the_state_before_the_move_is_no_blind_write() {
        long version = carol.add(company);
        carol.modify(company, version, inApac);
        Row stale = company.with("phone", "+47 1");
        JsonObject rejected =
                alice.push(changes().modify(company, version, stale)).rejected(stale, "forbidden");
        assertFalse(rejected.toString().contains("apac"), rejected::toString);
        assertEquals(inApac.fields(), dave.pull().held(company).row().fields());
    }

    @Test
    void a_deleted_record_that_moved_before_is_gone_from_both_scopes() {
        Outcomes added = carol.push(changes().add(company).add(contact));
        long moved = carol.modify(company, added.applied(company), inApac);
        alice.pull();
        dave.pull();
        long contactMoved = dave.held(contact).version();
        Outcomes deleted = carol.push(changes().delete(contact, contactMoved).delete(inApac, moved));
        deleted.gone(contact);
        deleted.gone(inApac);
        dave.pull();
        alice.pull();
        assertTrue(dave.find(company).isEmpty());
        assertTrue(dave.find(contact).isEmpty());
        assertTrue(alice.find(company).isEmpty());
    }
}
