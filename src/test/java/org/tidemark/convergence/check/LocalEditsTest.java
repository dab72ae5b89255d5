package org.tidemark.convergence.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A record that is deleted in a replica and comes back: when that breaks a promise, and when it does not. */
class LocalEditsTest {
    private static final Map<String, String> COMPANY = Map.of("region", "emea", "name", "a");

    private final List<String> broken = new ArrayList<>();
    private long now;
    private final Observed observed = new Observed(List.of("alice"), () -> now);
    private final LocalEdits check = new LocalEdits(observed, (promise, what) -> broken.add(what));

    @Test
    void a_deletion_that_was_never_taken_is_seen_to_be_undone() {
        commit();
        delete();
        show(COMPANY);
        assertEquals(1, broken.size());
    }

    @Test
    void a_restored_server_that_never_had_the_record_ends_its_deletion_with_the_next_pull() {
        observed.backedUp();
        commit();
        delete();
        restore();
        pullFrom(now);
        commit();
        show(COMPANY);
        assertEquals(List.of(), broken);
    }

    @Test
    void a_pull_from_before_the_restore_ends_nothing() {
        observed.backedUp();
        commit();
        delete();
        pullFrom(now);
        restore();
        show(COMPANY);
        assertEquals(1, broken.size());
    }

    @Test
    void a_pull_after_its_return_ends_nothing() {
        observed.backedUp();
        commit();
        delete();
        restore();
        commit();
        pullFrom(++now);
        show(COMPANY);
        assertEquals(1, broken.size());
    }

    @Test
    void a_record_of_the_backup_stays_deleted() {
        commit();
        observed.backedUp();
        delete();
        restore();
        pullFrom(now);
        show(COMPANY);
        assertEquals(1, broken.size());
    }

    private void commit() {
        now++;
        observed.committed("bob", "c1", null, COMPANY);
    }

    private void delete() {
        now++;
        check.deleted(0, "c1", COMPANY);
    }

    private void restore() {
        now++;
        observed.restored();
        check.restored();
    }

    private void pullFrom(long since) {
        now++;
        check.pulled(0, since);
    }

    private void show(Map<String, String> company) {
        check.shows(0, Map.of("c1", company), Set.of(), Map.of());
    }
}
