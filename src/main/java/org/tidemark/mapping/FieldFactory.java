package org.tidemark.mapping;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.MapsId;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.metamodel.Attribute;
import jakarta.persistence.metamodel.EmbeddableType;
import jakarta.persistence.metamodel.ManagedType;
import jakarta.persistence.metamodel.PluralAttribute;
import jakarta.persistence.metamodel.SingularAttribute;
import jakarta.persistence.metamodel.Type;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tidemark.mapping.field.BasicField;
import org.tidemark.mapping.field.ElementCollectionField;
import org.tidemark.mapping.field.EmbeddedField;
import org.tidemark.mapping.field.InvalidMappingException;
import org.tidemark.mapping.field.Property;
import org.tidemark.mapping.field.ReferenceField;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.mapping.field.SyncIdAttribute;
import org.tidemark.mapping.field.UnsupportedTypeException;
import org.tidemark.spi.ServerOnly;
import org.tidemark.spi.SyncId;
import org.tidemark.spi.SyncState;
import org.tidemark.spi.Synchronised;

/** Reads the metamodel: which attributes of an entity travel, and as what. */
final class FieldFactory {

    private static final String OR_HIDE = ". Or keep the attribute from replicas with @ServerOnly";

    private FieldFactory() {}

    /** The fields of an entity or embeddable, in the order of their names: the metamodel has none. */
    static List<SyncField> of(ManagedType<?> type, MappingProblems mistakes) {
        List<SyncField> fields = new ArrayList<>();
        for (Attribute<?, ?> attribute : type.getAttributes()) {
            mistakes.check(() -> field(type, attribute, mistakes))
                    .flatMap(field -> field)
                    .ifPresent(fields::add);
        }
        fields.sort(Comparator.comparing(SyncField::name));
        return List.copyOf(fields);
    }

    private static Optional<SyncField> field(ManagedType<?> type, Attribute<?, ?> attribute, MappingProblems mistakes) {
        Property property = Property.of(type, attribute);
        if (!travels(type, attribute, property)) {
            return Optional.empty();
        }
        if (!property.isReadable()) {
            throw new InvalidMappingException(property + " has no getter: add one, which may be private" + OR_HIDE);
        }
        boolean isPart = type instanceof EmbeddableType<?>;
        if (attribute.getName().equals("id") && !isPart) {
            throw new InvalidMappingException(
                    property + " would hide the id that every record has on replicas: give the attribute"
                            + " another name (its column may keep this one)" + OR_HIDE);
        }
        if (attribute instanceof PluralAttribute<?, ?, ?> plural) {
            return Optional.of(elements(plural, property, isPart));
        }
        Type<?> target = ((SingularAttribute<?, ?>) attribute).getType();
        if (target instanceof EmbeddableType<?> embeddable) {
            return Optional.of(embedded(embeddable, property, mistakes));
        }
        return Optional.of(
                attribute.isAssociation() ? reference((ManagedType<?>) target, property, isPart) : basic(property));
    }

    /**
     * The version, the state and the id of a record travel beside its fields. A key that the database or a relation
     * makes says nothing to a replica; nor does a relation that the other side keeps.
     */
    private static boolean travels(ManagedType<?> type, Attribute<?, ?> attribute, Property property) {
        if (attribute.getJavaType() == SyncState.class
                || isHidden(property)
                || property.is(SyncId.class)
                || isKeptByOther(attribute, property)) {
            return false;
        }
        // A relation that fills the key counts as a part of it for some providers.
        if (!(attribute instanceof SingularAttribute<?, ?> singular) || !singular.isId() || property.is(MapsId.class)) {
            return !(attribute instanceof SingularAttribute<?, ?> version && version.isVersion());
        }
        boolean isMade = property.is(GeneratedValue.class) || SyncIdAttribute.isMapped(type);
        return !isMade && !SyncIdAttribute.of(type).attribute().equals(attribute.getName());
    }

    private static boolean isHidden(Property property) {
        return property.is(ServerOnly.class) || property.is(JsonbTransient.class);
    }

    private static boolean isKeptByOther(Attribute<?, ?> attribute, Property property) {
        if (!attribute.isAssociation()) {
            return false;
        }
        // What orm.xml says of a to-many relation is not to be seen here; it most likely has another side.
        boolean isFromXml = attribute.isCollection() && !property.is(OneToMany.class) && !property.is(ManyToMany.class);
        return isFromXml
                || property.annotation(OneToOne.class)
                        .filter(r -> !r.mappedBy().isEmpty())
                        .isPresent()
                || property.annotation(OneToMany.class)
                        .filter(r -> !r.mappedBy().isEmpty())
                        .isPresent()
                || property.annotation(ManyToMany.class)
                        .filter(r -> !r.mappedBy().isEmpty())
                        .isPresent();
    }

    /**
     * An edit of an embedded object makes it anew, so each part has to be written: what travels as it came, what is
     * hidden as it was.
     */
    private static SyncField embedded(EmbeddableType<?> type, Property property, MappingProblems mistakes) {
        Property.newInstance(property.type());
        List<SyncField> parts = of(type, mistakes);
        List<Property> hidden = new ArrayList<>();
        for (Attribute<?, ?> attribute : type.getAttributes()) {
            Property part = Property.of(type, attribute);
            if (!travels(type, attribute, part)) {
                hidden.add(part);
            }
        }
        if (property.isWritable()) {
            parts.forEach(
                    part -> checkPart(part.property(), "has no setter", "add one, which may be private", mistakes));
            hidden.forEach(part -> checkPart(
                    part,
                    "is hidden",
                    "add a getter and a setter, which may be private, by which it is kept",
                    mistakes));
        }
        return new EmbeddedField(property, parts, List.copyOf(hidden));
    }

    private static void checkPart(Property part, String what, String cure, MappingProblems mistakes) {
        if (!part.isWritable()) {
            mistakes.add(part + " " + what + ", but a replica's edit makes the object around it anew: " + cure
                    + ". Or keep the whole object from replicas with @ServerOnly");
        }
    }

    private static SyncField basic(Property property) {
        try {
            return new BasicField(property);
        } catch (UnsupportedTypeException e) {
            throw new InvalidMappingException(property + " " + e.getMessage() + OR_HIDE);
        }
    }

    /** A collection of basic values travels; anything else would be left out unsaid. */
    private static SyncField elements(PluralAttribute<?, ?, ?> attribute, Property property, boolean isPart) {
        if (attribute.isAssociation()) {
            throw new InvalidMappingException(property
                    + (property.is(ManyToMany.class)
                            ? " is a @ManyToMany: put an entity of its table in its place, as docs/adopting.md shows under"
                                    + " 'Many-to-many'"
                            : " is a to-many relation that this side keeps: let the other side refer to this one by @ManyToOne and"
                                    + " use mappedBy here")
                    + OR_HIDE);
        }
        if (attribute.getCollectionType() == PluralAttribute.CollectionType.MAP
                || attribute.getElementType().getPersistenceType() != Type.PersistenceType.BASIC
                || isPart) {
            throw new InvalidMappingException(property
                    + " is a collection that cannot travel (one of basic values in the entity itself can): make its elements an entity that"
                    + " refers to this one" + OR_HIDE);
        }
        try {
            return new ElementCollectionField(
                    property, attribute.getElementType().getJavaType());
        } catch (UnsupportedTypeException e) {
            throw new InvalidMappingException(property + " has elements each of which " + e.getMessage() + OR_HIDE);
        }
    }

    private static SyncField reference(ManagedType<?> target, Property property, boolean isPart) {
        if (isPart) {
            throw new InvalidMappingException(
                    property + " is a relation within an embeddable: move it into the entity" + OR_HIDE);
        }
        Synchronised declared = target.getJavaType().getAnnotation(Synchronised.class);
        if (declared == null) {
            boolean isAbstract = Modifier.isAbstract(target.getJavaType().getModifiers());
            throw new InvalidMappingException(property + " refers to "
                    + target.getJavaType().getName()
                    + (isAbstract
                            ? ", which is no collection: let it refer to a concrete class that is @Synchronised"
                            : ", which is not synchronised: annotate that class with @Synchronised")
                    + OR_HIDE);
        }
        return new ReferenceField(property, declared.collection(), SyncIdAttribute.of(target));
    }

    /** The attribute that holds the {@link SyncState}. */
    static String state(ManagedType<?> type) {
        return type.getSingularAttributes().stream()
                .filter(attribute -> attribute.getJavaType() == SyncState.class)
                .map(SingularAttribute::getName)
                .findFirst()
                .orElseThrow(
                        () -> new InvalidMappingException(
                                type.getJavaType().getName()
                                        + " has no attribute of type SyncState: add '@Embedded private SyncState sync = new SyncState();'"));
    }
}
