package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Rejection;
import org.tidemark.sync.Estate;
import org.tidemark.sync.clock.ChangedRecord;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.clock.Numbering;
import org.tidemark.sync.mapping.Machine;
import org.tidemark.sync.retry.ScopeTooLongException;

/** A column that has no room for a scope is named at the start, and the entity when a record has such a scope. */
class ScopeLengthsTest {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void columns_that_do_not_fit_together_are_named(String provider) throws Exception {
        try (Estate estate = new Estate(provider)) {
            assertEquals(List.of(), sentences(estate));

            alter(estate, "machine alter column team varchar(20)");
            alter(estate, "machine alter column sync_scope varchar(10)");
            alter(estate, "part alter column sync_scope varchar(20)");
            List<String> told = sentences(estate);
            assertEquals(1, told.size(), told.toString());
            assertTrue(
                    told.get(0)
                            .startsWith("org.tidemark.sync.mapping.Machine: the column machine.sync_scope holds 10"
                                    + " characters, and its scope, Machine.team, may have 20 characters"),
                    told.get(0));

            alter(estate, "machine alter column team varchar(300)");
            told = sentences(estate);
            assertEquals(2, told.size(), told.toString());
            assertTrue(told.get(1).contains("Part: the column part.sync_scope holds 20"), told.get(1));

            // As an attribute of text has it that says nothing of its length: most scopes are short.
            alter(estate, "machine alter column sync_scope varchar(100)");
            alter(estate, "part alter column sync_scope varchar(100)");
            assertEquals(List.of(), sentences(estate));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void the_record_of_such_a_scope_is_refused_with_the_name_of_its_entity(String provider) throws Exception {
        try (Estate estate = new Estate(provider)) {
            alter(estate, "machine alter column sync_scope varchar(10)");
            sentences(estate);
            var refused = assertThrows(
                    ScopeTooLongException.class, () -> estate.inTransaction(em -> number(em, estate, "eleven char")));
            assertTrue(refused.getMessage().contains("Machine has a scope that is too long"), refused.getMessage());
            RecordKey key = new RecordKey("machines", UUID.randomUUID());
            Rejection rejection = refused.rejection(key, estate.registry.get("machines"));
            assertEquals("the record's scope must have at most 10 characters", rejection.detail());
        }
    }

    private static Object number(EntityManager em, Estate estate, String team) {
        var machine = new Machine();
        machine.setSyncId(UUID.randomUUID());
        machine.setTeam(team);
        RecordKey key = new RecordKey("machines", machine.getSyncId());
        var numbering = new Numbering(em, estate.registry, LockedRecords.of(em, estate.registry, List.of(key)));
        numbering.add(ChangedRecord.byEstate(key, estate.registry.get("machines"), machine, 0));
        return numbering.number(Set.of(), Instant.now(), "alice", (record, version) -> {});
    }

    private static List<String> sentences(Estate estate) {
        return estate.inTransaction(em -> ScopeLengths.compare(em, estate.registry, Dialect.of(em)));
    }

    private static void alter(Estate estate, String change) {
        estate.inTransaction(em -> em.createNativeQuery("alter table " + change).executeUpdate());
    }
}
