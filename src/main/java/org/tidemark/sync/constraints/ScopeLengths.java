package org.tidemark.sync.constraints;

import jakarta.persistence.Convert;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.spi.SyncState;
import org.tidemark.triggers.ColumnNames;

/**
 * Compares the columns that scopes come from with those that they go to: the one in the record's own row, and those of
 * Tidemark's tables. The first scope that is too long would else be the first to be noticed, by whoever stores it.
 */
public final class ScopeLengths {

    private static final System.Logger LOG = System.getLogger(ScopeLengths.class.getName());

    private final TableReader tables;
    private final CollectionRegistry registry;
    private final List<String> sentences = new ArrayList<>();

    private ScopeLengths(EntityManager em, CollectionRegistry registry, Dialect dialect) {
        tables = new TableReader(em, dialect);
        this.registry = registry;
    }

    /**
     * Tells the collections what their scopes have room for. A column that is not found under the name of its class is
     * not judged.
     *
     * @return a sentence for each column that is too short, with the cure. One that a scope comes from may be longer
     *     than any scope: a value that is too long is rejected when somebody writes it
     */
    public static List<String> compare(EntityManager em, CollectionRegistry registry, Dialect dialect) {
        var lengths = new ScopeLengths(em, registry, dialect);
        try {
            registry.all().forEach(lengths::compare);
        } catch (PersistenceException unknownCatalogue) {
            LOG.log(System.Logger.Level.DEBUG, "the lengths of the scopes are not compared", unknownCatalogue);
        }
        return lengths.sentences;
    }

    private void compare(SyncCollection collection) {
        String entity = collection.javaType().getName();
        SyncCollection source = source(collection);
        String attribute =
                source.javaType().getSimpleName() + "." + source.scopeField().name();
        long longest = longest(source);
        long needed = Math.min(longest, SyncCollection.LONGEST_SCOPE);
        for (SingularAttribute<?, ?> state : collection.type().getSingularAttributes()) {
            if (state.getJavaType() == SyncState.class && state.getType() instanceof EmbeddableType<?> parts) {
                String column = ColumnNames.of(collection.type(), state, parts.getAttribute("scope"));
                for (String table : MissingColumns.tablesOf(collection.type(), state)) {
                    tables.length(table, column).ifPresent(length -> {
                        collection.hasRoomForScope(length);
                        if (length < needed) {
                            sentences.add(entity + ": the column " + table + "." + column + " holds "
                                    + characters(length) + ", and its scope, " + attribute + ", may have "
                                    + characters(needed) + ": a record with a longer scope is refused. Make it varchar("
                                    + SyncCollection.LONGEST_SCOPE
                                    + "), as docs/adopting.md shows under 'The tables', and restart");
                        }
                    });
                }
            }
        }
    }

    /** The collection with the value that the scope comes from in the end. */
    private SyncCollection source(SyncCollection collection) {
        SyncCollection at = collection;
        for (int i = 0; i < registry.all().size() && at.scopeField() instanceof ReferenceField reference; i++) {
            at = registry.get(reference.target());
        }
        return at;
    }

    /** How long a scope may be; one that is not bounded, or that nobody knows, as long as our tables hold. */
    private long longest(SyncCollection source) {
        Property property = source.scopeField().property();
        if (property.type() != String.class || property.is(Convert.class)) {
            return SyncCollection.LONGEST_SCOPE;
        }
        EntityType<?> type = source.type();
        Attribute<?, ?> attribute = type.getAttribute(source.scopeField().name());
        long longest = -1;
        for (String table : MissingColumns.tablesOf(type, attribute)) {
            OptionalLong length = tables.length(table, ColumnNames.of(type, attribute));
            longest = Math.max(longest, length.orElse(-1));
        }
        long allowed = property.annotation(Size.class).map(Size::max).orElse(Integer.MAX_VALUE);
        return longest < 0 ? SyncCollection.LONGEST_SCOPE : Math.min(longest, allowed);
    }

    private static String characters(long count) {
        return count + " characters";
    }
}
