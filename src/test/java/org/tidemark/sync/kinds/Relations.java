package org.tidemark.sync.kinds;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.spi.Synchronised;

/** Relations to other entities. */
public final class Relations {

    private Relations() {}

    @Works(row = "`@OneToMany(mappedBy)`, `@OneToOne(mappedBy)`, `@ManyToMany(mappedBy)`: the other side travels")
    @Entity(name = "parent")
    @Synchronised(collection = "parent", scope = "team")
    public static class Parent extends OwnKind {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        private Long id;

        public Long getId() {
            return id;
        }

        @OneToMany(mappedBy = "parent")
        private List<Child> children = new ArrayList<>();

        public List<Child> getChildren() {
            return children;
        }

        @ManyToMany
        @JsonbTransient
        private Set<Child> wards = new HashSet<>();

        public Set<Child> getWards() {
            return wards;
        }

        public void setWards(Set<Child> wards) {
            this.wards = wards;
        }

        @OneToOne(mappedBy = "partner")
        private Partner partner;

        public Partner getPartner() {
            return partner;
        }

        public void setPartner(Partner partner) {
            this.partner = partner;
        }
    }

    @Works(
            row = "`@ManyToOne`, required, to an entity with any key",
            created = "{'note': 'a', 'parent': '$parent', 'elder': null}",
            changed = "{'note': 'b'}")
    @Entity(name = "child")
    @Synchronised(collection = "child", scope = "parent")
    public static class Child extends Kind {
        @ManyToOne(optional = false, fetch = FetchType.LAZY)
        private Parent parent;

        public Parent getParent() {
            return parent;
        }

        public void setParent(Parent parent) {
            this.parent = parent;
        }

        @ManyToOne(fetch = FetchType.LAZY)
        private Child elder;

        public Child getElder() {
            return elder;
        }

        public void setElder(Child elder) {
            this.elder = elder;
        }

        @ManyToMany(mappedBy = "wards")
        private Set<Parent> guardians = new HashSet<>();

        public Set<Parent> getGuardians() {
            return guardians;
        }

        public void setGuardians(Set<Parent> guardians) {
            this.guardians = guardians;
        }
    }

    @Works(
            row = "`@ManyToOne`, optional",
            created = "{'team': 'red', 'note': 'a', 'elder': null}",
            changed = "{'elder': '$extendable'}",
            other = "{'elder': null, 'note': 'c'}")
    @Entity(name = "younger")
    @Synchronised(collection = "younger", scope = "team")
    public static class Younger extends Kind {
        @ManyToOne(fetch = FetchType.LAZY)
        private Extendable elder;

        public Extendable getElder() {
            return elder;
        }

        public void setElder(Extendable elder) {
            this.elder = elder;
        }
    }

    @Entity(name = "extendable")
    @Synchronised(collection = "extendable", scope = "team")
    public static class Extendable extends Kind {}

    @Works(
            row = "`@OneToOne`, the side with the column",
            created = "{'team': 'red', 'note': 'a', 'partner': '$parent'}",
            changed = "{'partner': null}",
            other = "{'note': 'c'}")
    @Entity(name = "partner")
    @Synchronised(collection = "partner", scope = "team")
    public static class Partner extends Kind {
        @OneToOne
        private Parent partner;

        public Parent getPartner() {
            return partner;
        }

        public void setPartner(Parent partner) {
            this.partner = partner;
        }
    }
}
