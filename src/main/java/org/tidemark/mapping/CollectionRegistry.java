package org.tidemark.mapping;

import jakarta.persistence.metamodel.EntityType;
import jakarta.persistence.metamodel.Metamodel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.spi.Synchronisable;
import org.tidemark.spi.Synchronised;

/**
 * The collections of the application, parents before the collections that refer to them: in this order rows are locked,
 * written and sent. Threadsafe.
 */
public final class CollectionRegistry {

    private final Map<String, SyncCollection> collections = new LinkedHashMap<>();
    private final boolean numbersAtOnce;
    private final KnownScopes knownScopes = new KnownScopes();

    public CollectionRegistry(Metamodel metamodel) {
        this(metamodel, false);
    }

    /**
     * Reads the metamodel; a mistake in an entity fails here, at start.
     *
     * @param numbersAtOnce whether triggers of the database, if it has any of ours, give numbers while rows are written
     */
    public CollectionRegistry(Metamodel metamodel, boolean numbersAtOnce) {
        this.numbersAtOnce = numbersAtOnce;
        var mistakes = new MappingProblems();
        Map<String, SyncCollection> found = new LinkedHashMap<>();
        Map<String, Class<?>> owners = new HashMap<>();
        List<EntityType<?>> types = new ArrayList<>(metamodel.getEntities());
        types.sort(Comparator.comparing(type -> type.getJavaType().getName()));
        for (EntityType<?> type : types) {
            Synchronised declared = type.getJavaType().getAnnotation(Synchronised.class);
            if (declared != null) {
                Class<?> other = owners.putIfAbsent(declared.collection(), type.getJavaType());
                if (other != null) {
                    mistakes.add(type.getJavaType().getName() + " and " + other.getName()
                            + " both claim the collection '" + declared.collection()
                            + "': give each a name of its own in @Synchronised(collection = …)");
                }
                EntityContract contract = EntityContract.of(type, declared, mistakes);
                if (contract != null) {
                    found.put(declared.collection(), new SyncCollection(type, declared, contract));
                }
            }
        }
        found.values().forEach(collection -> checkScope(collection, found, mistakes));
        mistakes.throwIfAny();
        found.values().stream()
                .sorted(Comparator.comparing(SyncCollection::name))
                .forEach(collection -> addParentsFirst(collection, found, new ArrayList<>()));
    }

    public boolean numbersAtOnce() {
        return numbersAtOnce;
    }

    public KnownScopes knownScopes() {
        return knownScopes;
    }

    /** The scope of each record has to come from somewhere in the end. */
    private static void checkScope(
            SyncCollection collection, Map<String, SyncCollection> found, MappingProblems mistakes) {
        List<String> path = new ArrayList<>();
        SyncCollection source = collection;
        while (source != null && !path.contains(source.name())) {
            path.add(source.name());
            source = source.followed().map(found::get).orElse(null);
        }
        if (source == collection) {
            mistakes.add(collection.javaType().getName() + "."
                    + collection.scopeField().name()
                    + " leads back to itself, so no record would have a scope: take it from an attribute with a value");
        }
    }

    private void addParentsFirst(SyncCollection collection, Map<String, SyncCollection> found, List<String> path) {
        if (collections.containsKey(collection.name()) || path.contains(collection.name())) {
            return;
        }
        path.add(collection.name());
        for (ReferenceField reference : collection.references()) {
            addParentsFirst(found.get(reference.target()), found, path);
        }
        collections.put(collection.name(), collection);
    }

    public Optional<SyncCollection> find(String name) {
        return Optional.ofNullable(collections.get(name));
    }

    /** A collection that is known to exist. */
    public SyncCollection get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no collection " + name));
    }

    /** The collection of a record, if it has one; a provider's proxy counts as what it stands for. */
    public Optional<SyncCollection> of(Synchronisable record) {
        return of(record.getClass());
    }

    /** The collection of an entity class or of a class that a provider has derived from it. */
    public Optional<SyncCollection> of(Class<? extends Synchronisable> type) {
        return collections.values().stream()
                .filter(collection -> collection.javaType().isAssignableFrom(type))
                .findFirst();
    }

    /** All collections, parents first. */
    public List<SyncCollection> all() {
        return List.copyOf(collections.values());
    }

    /** The place of a collection in the global order. */
    public int rank(String name) {
        return new ArrayList<>(collections.keySet()).indexOf(name);
    }

    /** The collections whose records follow the scope of the records of this one. */
    public List<SyncCollection> followers(SyncCollection parent) {
        return collections.values().stream()
                .filter(c -> c.followed().filter(parent.name()::equals).isPresent())
                .toList();
    }

    /** Where the scope of a collection's records is found, as attributes after each other: {@code order.district}. */
    public String scopePath(SyncCollection collection) {
        String path = collection.scopeField().name();
        SyncCollection at = collection;
        // A collection that follows itself would go round for ever; each record's own chain ends somewhere.
        for (int i = 0; i < collections.size() && at.scopeField() instanceof ReferenceField reference; i++) {
            at = get(reference.target());
            path += "." + at.scopeField().name();
        }
        return path;
    }

    /**
     * Selects the ids after {@code :after}, in their order, of the records that have no number, since they came past
     * JPA. What has no scope cannot get one.
     */
    public String unnumberedQuery(SyncCollection collection) {
        return "select " + collection.queries().idPath() + " from " + collection.entity() + " e where "
                + collection.queries().isUnnumbered()
                + " and e." + scopePath(collection) + " is not null and "
                + collection.queries().idPath() + " > :after order by "
                + collection.queries().idPath();
    }

    /** Counts those that have neither number nor scope. */
    public String withoutScopeQuery(SyncCollection collection) {
        String[] path = scopePath(collection).split("\\.");
        var joins = new StringBuilder();
        String at = "e";
        for (int i = 0; i < path.length - 1; i++) {
            joins.append(" left join ")
                    .append(at)
                    .append('.')
                    .append(path[i])
                    .append(" p")
                    .append(i);
            at = "p" + i;
        }
        return "select count(e) from " + collection.entity() + " e" + joins + " where "
                + collection.queries().isUnnumbered() + " and " + at + "." + path[path.length - 1] + " is null";
    }
}
