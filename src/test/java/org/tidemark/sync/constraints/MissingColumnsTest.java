package org.tidemark.sync.constraints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.dialect.Dialect;
import org.tidemark.sync.Estate;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Classes;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.OwnKind;

/** Which table has the columns of a class hierarchy, as docs/adopting.md says; one that lacks some is named in the log. */
class MissingColumnsTest {

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void each_table_is_named_once_with_what_it_lacks(String provider) throws Exception {
        TestUnit unit = TestUnit.of(provider, List.of(Kind.class, OwnKind.class, Classes.class));
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

    private static List<String> sentences(Estate estate) {
        return estate.inTransaction(em -> MissingColumns.sentences(em, Dialect.of(em)));
    }

    private static void drop(Estate estate, String table, String column) {
        estate.inTransaction(em -> em.createNativeQuery("alter table " + table + " drop column " + column)
                .executeUpdate());
    }
}
