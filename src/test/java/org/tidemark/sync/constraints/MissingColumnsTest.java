package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Classes;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Noted;
import org.tidemark.sync.kinds.OwnKind;

/**
 * Which table has the columns of a class hierarchy, as docs/adopting.md says; one that lacks some is named in the log.
 */
class MissingColumnsTest {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void each_table_is_named_once_with_what_it_lacks(String provider) throws Exception {
        TestUnit unit = TestUnit.of(provider, List.of(Kind.class, Noted.class, OwnKind.class, Classes.class));
        try (Estate estate = new Estate(provider, Estate.h2(provider), List.of("red"), unit)) {
            assertEquals(List.of(), sentences(estate));

            Stream.of("bystander", "joined_root", "single_root", "per_class_leaf", "middle_leaf")
                    .forEach(table -> drop(estate, table, "sync_version"));
            drop(estate, "bystander", "sync_lock");
            drop(estate, "middle_leaf", "sync_id");
            drop(estate, "per_class_leaf", "note");

            assertEquals(
                    List.of(
                            "bystander lacks sync_lock, sync_version, of Classes$Bystander",
                            "joined_root lacks sync_version, of Classes$JoinedLeaf, Classes$JoinedRoot",
                            "middle_leaf lacks sync_id, sync_version, of Classes$MiddleLeaf",
                            "per_class_leaf lacks sync_version, of Classes$PerClassLeaf",
                            "single_root lacks sync_version, of Classes$SingleLeaf, Classes$SingleRoot"),
                    sentences(estate).stream()
                            .map(sentence -> sentence.replaceAll("org\\.tidemark\\.sync\\.(kinds\\.)?", "")
                                    .replaceAll("^the table ", "")
                                    .replaceAll(", which (.*) has from its class .*", ", of $1"))
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void who_is_read_together_with_such_a_table_is_left_alone_too(String provider) throws Exception {
        try (Estate estate = new Estate(provider)) {
            assertEquals(Set.of(), unreadable(estate));
            drop(estate, "part", "sync_modified_by");
            assertEquals(Set.of("Part"), unreadable(estate));
            estate.inTransaction(em -> em.createNativeQuery("alter table part add sync_modified_by varchar(200)")
                    .executeUpdate());
            drop(estate, "machine", "sync_modified_by");
            assertEquals(Set.of("Machine", "Part", "Everything"), unreadable(estate), "they are read with a machine");
        }
    }

    private static Set<String> unreadable(Estate estate) {
        return estate.inTransaction(em -> MissingColumns.of(em, Dialect.of(em)).unreadable()).stream()
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
    }

    private static List<String> sentences(Estate estate) {
        return estate.inTransaction(em -> MissingColumns.of(em, Dialect.of(em)).sentences());
    }

    private static void drop(Estate estate, String table, String column) {
        estate.inTransaction(em -> em.createNativeQuery("alter table " + table + " drop column " + column)
                .executeUpdate());
    }
}
