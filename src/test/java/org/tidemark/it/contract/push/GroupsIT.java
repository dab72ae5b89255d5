package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A group of changes is applied together or not at all, and holds nobody else back.
 *
 * <p>See docs/protocol.md, P55 and P80.
 */
@ContractTest
class GroupsIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row taken = Sample.company("emea");
    private final String takenVat = taken.fields().getString("vatNumber");

    @ParameterizedTest
    @ValueSource(strings = {"name", "employees", "vatNumber", "region"})
    void a_group_is_applied_together_or_not_at_all(String field) {
        alice.add(taken);
        Row bad = Sample.company("emea");
        bad = switch (field) {
            case "name" -> bad.with(field, "");
            case "employees" -> bad.with(field, "many");
            case "vatNumber" -> bad.with(field, takenVat);
            default -> bad.with(field, "apac");
        };
        Row with1 = Sample.company("emea");
        Row with2 = Sample.company("emea");
        Row otherGroup = Sample.company("emea");
        Row alone = Sample.company("emea");
        Outcomes outcomes = alice.push(changes()
                .group("order 1")
                .add(with1)
                .add(bad)
                .add(with2)
                .group("order 2")
                .add(otherGroup)
                .group(null)
                .add(alone));
        assertFalse(outcomes.rejected(bad).getString("reason").equals("group"), "the culprit has its own reason");
        outcomes.rejected(with1, "group");
        outcomes.rejected(with2, "group");
        outcomes.applied(otherGroup);
        outcomes.applied(alone);
        alice.pull();
        assertTrue(alice.find(with1).isEmpty());
    }

    @Test
    void a_conflict_in_a_group_holds_its_group_back() {
        long version = alice.add(taken);
        Replica bob = Replica.abreast(User.BOB);
        bob.modify(taken, version, taken.with("phone", "+47 2"));
        Row mine = taken.with("phone", "+47 1");
        Row companion = Sample.company("emea");
        Outcomes outcomes =
                alice.push(changes().group("both").modify(taken, version, mine).add(companion));
        outcomes.conflict(mine, "modified-modified");
        outcomes.rejected(companion, "group");
        assertTrue(alice.pull().find(companion).isEmpty());
    }

    @Test
    void a_group_across_collections_is_applied_as_one() {
        Row contact = Sample.contact(taken);
        Outcomes outcomes = alice.push(changes().group("both").add(contact).add(taken));
        outcomes.applied(contact);
        outcomes.applied(taken);
    }
}
