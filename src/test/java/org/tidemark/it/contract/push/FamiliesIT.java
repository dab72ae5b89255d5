package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * Parents and children come and go in one push, in whatever order. With a refused parent only its own children are
 * refused.
 *
 * <p>See docs/protocol.md, P80.
 */
@ContractTest
class FamiliesIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row taken = Sample.company("emea");
    private final String takenVat = taken.fields().getString("vatNumber");

    @Test
    void a_company_that_still_has_contacts_is_not_deleted() {
        Row contact = Sample.contact(taken);
        Row other = Sample.company("emea");
        Outcomes added = alice.push(changes().add(taken).add(contact).add(other));
        Outcomes outcomes =
                alice.push(changes().delete(taken, added.applied(taken)).delete(other, added.applied(other)));
        outcomes.rejected(taken, "constraint");
        outcomes.gone(other);
        Fields.assertSame(taken, alice.pull().held(taken));
    }

    @Test
    void a_company_goes_together_with_its_contacts() {
        Row contact = Sample.contact(taken);
        Row second = Sample.contact(taken);
        Outcomes added = alice.push(changes().add(taken).add(contact).add(second));
        Outcomes outcomes = alice.push(changes()
                .delete(taken, added.applied(taken))
                .delete(contact, added.applied(contact))
                .delete(second, added.applied(second)));
        outcomes.gone(taken);
        outcomes.gone(contact);
        outcomes.gone(second);
        alice.pull();
        assertTrue(alice.find(taken).isEmpty());
        assertTrue(alice.find(contact).isEmpty());
    }

    /** In the order of locking the child stands before its parent, and in the message too. */
    @Test
    void a_child_may_stand_before_its_parent() {
        Row parent = Sample.company(Sample.idFrom("f"), "emea");
        Row child = Sample.contact(Sample.idFrom("0"), parent);
        Outcomes outcomes = alice.push(changes().add(child).add(parent));
        outcomes.applied(child);
        outcomes.applied(parent);
        Fields.assertSame(child, alice.pull().held(child));
    }

    @Test
    void a_child_of_a_refused_parent_is_refused_too() {
        Row parent = Sample.company("emea").with("name", "");
        Row child = Sample.contact(parent);
        Outcomes outcomes = alice.push(changes().add(parent).add(child).add(taken));
        outcomes.rejected(parent, "invalid");
        String reason = outcomes.rejected(child).getString("reason");
        assertTrue(reason.matches("constraint|forbidden|invalid"), reason);
        outcomes.applied(taken);
    }

    @Test
    void a_parent_and_children_survive_a_poisoned_push_together() {
        alice.add(taken);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Row parent = Sample.company("emea");
            rows.add(Sample.contact(parent));
            rows.add(parent);
        }
        Row poison = Sample.company("emea").with("vatNumber", takenVat);
        Outcomes outcomes = alice.push(changes().addAll(rows).add(poison));
        outcomes.rejected(poison, "constraint");
        rows.forEach(outcomes::applied);
    }
}
