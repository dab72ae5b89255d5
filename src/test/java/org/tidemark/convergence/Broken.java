package org.tidemark.convergence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * Ways to break server or client on purpose, each a mistake that somebody could make in good faith. A machine that does
 * not see them proves nothing. Each names the promises by which it may be found out.
 */
public enum Broken {
    TIME_INSTEAD_OF_VERSION(
            "a conflict if the record changed after the replica's last sync, as in the source pattern",
            Promise.NO_LOST_UPDATE,
            Promise.NO_SKIPPED_ROW),
    BASE_ADVANCED_BY_PULL(
            "a pull moves the base of an unsent edit to what its writer never saw",
            Promise.NO_LOST_UPDATE,
            Promise.EXACTLY_ONCE),
    STALE_RESOLUTION_WINS(
            "a resolution overwrites what came after the version that was on screen", Promise.NO_LOST_UPDATE),
    RESTORE_WITHOUT_JUMP(
            "a restored server gives numbers again that replicas hold for another state",
            Promise.NO_LOST_UPDATE,
            Promise.NO_RESURRECTION),
    MERGED_ACK_AS_BASE(
            "an edit is based on a merged version that its writer never saw",
            Promise.NO_LOST_UPDATE,
            Promise.EXACTLY_ONCE,
            Promise.NO_SKIPPED_ROW),
    CONFLICT_NOT_REGISTERED("a conflict is answered but not kept", Promise.NO_LOST_UPDATE),
    ROLLED_BACK_OUTCOME_KEPT(
            "what a refused half decided is answered, though it was rolled back", Promise.NO_LOST_UPDATE),
    KEPT_WRITTEN_BACK(
            "an object that the estate has kept overwrites what came since",
            Promise.NO_LOST_UPDATE,
            Promise.EXACTLY_ONCE),
    GROUP_SPLIT("a merge takes the fields of a group from both sides", Promise.NO_LOST_UPDATE),
    RULE_UNREGISTERED("what a rule decides against is kept nowhere", Promise.NO_LOST_UPDATE),
    NO_STORED_RESULT("a push sent again is worked through again", Promise.EXACTLY_ONCE),
    RESULT_AFTER_COMMIT("the result is stored in a transaction of its own", Promise.EXACTLY_ONCE),
    SEQUENCE_INSTEAD_OF_CLOCK(
            "versions from a sequence, visible out of order", Promise.NO_SKIPPED_ROW, Promise.NO_TORN_STATE),
    CLOCK_READ_LAST(
            "the new cursor is read after the rows",
            Promise.NO_SKIPPED_ROW,
            Promise.NO_RESURRECTION,
            Promise.NO_TORN_STATE),
    CLOCK_NOT_ADVANCED_ON_MOVE(
            "a record that moves gets a lower version than it had",
            Promise.NO_SKIPPED_ROW,
            Promise.NO_LOST_UPDATE,
            Promise.NO_TORN_STATE),
    KEPT_TRUSTED(
            "an object that the estate has kept tells where its record was",
            Promise.NO_LOST_UPDATE,
            Promise.NO_SKIPPED_ROW,
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    CHILDREN_STAY(
            "contacts do not move with their company",
            Promise.NO_SKIPPED_ROW,
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    PARENT_UNLOCKED(
            "a contact is added while its company moves",
            Promise.NO_SKIPPED_ROW,
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    SQL_UNNUMBERED(
            "what a program writes by SQL gets no number",
            Promise.NO_SKIPPED_ROW,
            Promise.NO_LOST_UPDATE,
            Promise.NO_RESURRECTION,
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    SQL_NUMBERED_EARLY(
            "what a program writes by SQL gets its number from a clock that nobody holds",
            Promise.NO_SKIPPED_ROW,
            Promise.NO_LOST_UPDATE,
            Promise.NO_RESURRECTION,
            Promise.NO_TORN_STATE),
    KNOWN_BY_NUMBER(
            "a push is taken for one that was seen because of its number alone, whatever is in it",
            Promise.NO_LOST_UPDATE,
            Promise.ONE_BAD_RECORD,
            Promise.EXACTLY_ONCE),
    WITHDRAWN_SERVED("a replica that was withdrawn is served as before", Promise.NOTHING_OUTSIDE_SCOPE),
    WITHDRAWN_KEPT("a replica that was withdrawn keeps its data", Promise.NOTHING_OUTSIDE_SCOPE),
    REMOVED_ANYWHERE(
            "a departure removes a record that has already arrived elsewhere",
            Promise.NO_SKIPPED_ROW,
            Promise.NO_TORN_STATE),
    DEPARTURE_KEPT("a record that returned is told to leave", Promise.NO_SKIPPED_ROW, Promise.NO_TORN_STATE),
    NO_TOMBSTONE("a delete leaves no trace", Promise.NO_RESURRECTION),
    INSERT_ON_MISSING("a modified record that is gone is inserted", Promise.NO_RESURRECTION),
    PURGE_WITHOUT_RESET("cursors from before the purge go on", Promise.NO_RESURRECTION, Promise.NOTHING_OUTSIDE_SCOPE),
    HORIZON_ASKED_BEFORE(
            "a purge during a pull is not noticed",
            Promise.NO_RESURRECTION,
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    SCOPE_UNCHECKED("rights are not checked for what is pushed", Promise.NOTHING_OUTSIDE_SCOPE),
    DEPARTURE_MISSING("a record that moves away leaves no trace", Promise.NOTHING_OUTSIDE_SCOPE),
    DROP_UNSAID("a withdrawn scope is not told", Promise.NOTHING_OUTSIDE_SCOPE),
    UNPLACED_STAYS(
            "an acknowledged record stays though no pull brings it",
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_RESURRECTION,
            Promise.CONVERGENCE),
    LEFT_STAYS(
            "a record that left its scope while it was edited counts as there again once the edit is acknowledged",
            Promise.NOTHING_OUTSIDE_SCOPE,
            Promise.NO_TORN_STATE),
    STORED_RESULT_UNFILTERED("a repeated answer shows what may not be read any more", Promise.NOTHING_OUTSIDE_SCOPE),
    POISON_BLOCKS("one invalid record refuses the whole push", Promise.ONE_BAD_RECORD),
    DROP_REJECTED("a refused change is dropped without a word", Promise.ONE_BAD_RECORD),
    ACK_CLEARS_LATER_EDIT("an acknowledgement clears an edit made since", Promise.EDITS_DURING_SYNC),
    RECREATE_ALL(
            "local data is deleted and recreated, as in the source pattern",
            Promise.EDITS_DURING_SYNC,
            Promise.ONE_BAD_RECORD),
    PULL_OVERWRITES("a pull overwrites an unsent edit", Promise.EDITS_DURING_SYNC),
    SETTLED_DROPS_LATER_EDIT("a decision of others drops an edit made after the conflict", Promise.EDITS_DURING_SYNC),
    SETTLED_UNSAID("a replica is not told that others decided its conflict", Promise.CONVERGENCE),
    PAGE_STUCK("a full page starts again where it began", Promise.CONVERGENCE),
    NO_UPPER_BOUND(
            "a pass reads whatever is committed by the time that it comes to it, and ends when it has read all",
            Promise.NO_TORN_STATE),
    NO_SECOND_LOOK("a pass ends though a clock has moved since it began", Promise.NO_TORN_STATE),
    PAGE_BY_PAGE("a replica shows each page of a pass as it comes", Promise.NO_TORN_STATE);

    private final String mistake;
    private final Set<Promise> promises;

    Broken(String mistake, Promise... promises) {
        this.mistake = mistake;
        this.promises = Set.copyOf(Arrays.asList(promises));
    }

    public String mistake() {
        return mistake;
    }

    public Set<Promise> promises() {
        return promises;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Broken named(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no broken variant is called " + label));
    }
}
