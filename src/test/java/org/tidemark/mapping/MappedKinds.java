package org.tidemark.mapping;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.tidemark.sync.Databases;
import org.tidemark.sync.kinds.Accessors;
import org.tidemark.sync.kinds.Classes;
import org.tidemark.sync.kinds.Converters;
import org.tidemark.sync.kinds.Elements;
import org.tidemark.sync.kinds.Embeddables;
import org.tidemark.sync.kinds.Keys;
import org.tidemark.sync.kinds.Noted;
import org.tidemark.sync.kinds.Numbers;
import org.tidemark.sync.kinds.OwnKind;
import org.tidemark.sync.kinds.Relations;
import org.tidemark.sync.kinds.Scopes;
import org.tidemark.sync.kinds.SyncedAsset;
import org.tidemark.sync.kinds.SyncedTicket;
import org.tidemark.sync.kinds.Texts;
import org.tidemark.sync.kinds.Times;
import org.tidemark.sync.kinds.Versions;
import org.tidemark.sync.kinds.Works;

/** The entities that have the rows of docs/mappings.md that work. */
final class MappedKinds {

    static final List<Class<?>> ALL = List.of(
            org.tidemark.sync.kinds.Kind.class,
            Noted.class,
            OwnKind.class,
            Keys.class,
            Classes.class,
            Numbers.class,
            Texts.class,
            Times.class,
            Versions.class,
            Converters.class,
            Embeddables.class,
            Elements.class,
            Accessors.class,
            Relations.class,
            Scopes.class,
            SyncedAsset.class,
            SyncedTicket.class);

    private MappedKinds() {}

    /** The rows that have a case. */
    static Stream<Class<?>> cases() {
        return ALL.stream()
                .flatMap(kinds -> Stream.concat(Stream.of(kinds), Stream.of(kinds.getDeclaredClasses())))
                .filter(type -> type.isAnnotationPresent(Works.class));
    }

    static Stream<Arguments> casesOfAll() {
        return Databases.all().flatMap(provider -> cases().filter(type ->
                        !Set.of(type.getAnnotation(Works.class).butNot()).contains(provider))
                .map(type -> Arguments.of(provider, type)));
    }
}
