package org.tidemark.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.kinds.Noted;
import org.tidemark.sync.kinds.OwnKind;
import org.tidemark.sync.kinds.Versions;
import org.tidemark.sync.kinds.mistaken.Bare;
import org.tidemark.sync.kinds.mistaken.Keyless;
import org.tidemark.sync.kinds.mistaken.MistakenAttributes;
import org.tidemark.sync.kinds.mistaken.MistakenClasses;
import org.tidemark.sync.kinds.mistaken.MistakenCompositeKeys;
import org.tidemark.sync.kinds.mistaken.MistakenKeys;
import org.tidemark.sync.kinds.mistaken.MistakenRelations;
import org.tidemark.sync.kinds.mistaken.Refused;

/**
 * Each row of docs/mappings.md that gives a sentence: the deployment fails with exactly these, all at once, with both
 * JPA providers.
 */
class MistakenTest {

    private static final List<Class<?>> MISTAKEN = List.of(
            MistakenClasses.class,
            MistakenKeys.class,
            MistakenCompositeKeys.class,
            MistakenAttributes.class,
            MistakenRelations.class);

    private static final List<Class<?>> SUPERCLASSES =
            List.of(Kind.class, Noted.class, OwnKind.class, Versions.Lockless.class, Bare.class, Keyless.class);

    @ParameterizedTest
    @ValueSource(strings = {"hibernate", "eclipselink"})
    void one_deployment_tells_all_mistakes_in_the_words_of_the_table(String provider) {
        TestUnit unit = TestUnit.of(
                "mistaken-" + provider,
                Stream.concat(SUPERCLASSES.stream(), MISTAKEN.stream()).toList());
        String url = "jdbc:h2:mem:" + UUID.randomUUID();
        Map<String, String> properties = Map.of(
                "jakarta.persistence.jdbc.url", url, "eclipselink.session-name", url, "eclipselink.weaving", "false");
        EntityManagerFactory factory = unit.create(provider, properties);
        try {
            var failure =
                    assertThrows(InvalidMappingException.class, () -> new CollectionRegistry(factory.getMetamodel()));
            Set<String> sentences = failure.sentences().stream()
                    .map(sentence -> sentence.replaceAll("org\\.tidemark\\.sync\\.kinds\\.(mistaken\\.)?\\w+\\$", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(new TreeSet<>(MappingTable.read().refused().values()), sentences);
        } finally {
            factory.close();
        }
    }

    @Test
    void each_row_of_the_table_has_its_case() {
        Set<String> cases = MISTAKEN.stream()
                .flatMap(holder -> Stream.of(holder.getDeclaredClasses()))
                .filter(type -> type.isAnnotationPresent(Refused.class))
                .map(type -> type.getAnnotation(Refused.class).value())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(cases, new TreeSet<>(MappingTable.read().refused().keySet()));
    }
}
