package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OneToMany;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** Relations and collections that fail the deployment. */
public final class MistakenRelations {

    private MistakenRelations() {}

    @Entity(name = "outsider")
    public static class Outsider {
        @Id
        private long id;
    }

    @Embeddable
    public static class Address {
        @ManyToOne
        private MistakenKeys.Elsewhere owner;

        public MistakenKeys.Elsewhere getOwner() {
            return owner;
        }

        public void setOwner(MistakenKeys.Elsewhere owner) {
            this.owner = owner;
        }
    }

    @Embeddable
    public static class Line {
        private String text;

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    @Refused("to-one to an entity that is not synchronised")
    @Entity(name = "outward")
    @Synchronised(collection = "outward", scope = "team")
    public static class Outward extends Kind {
        @ManyToOne
        private Outsider outsider;

        public Outsider getOutsider() {
            return outsider;
        }

        public void setOutsider(Outsider outsider) {
            this.outsider = outsider;
        }
    }

    @Refused("to-one to the abstract root of several collections")
    @Entity(name = "upward")
    @Synchronised(collection = "upward", scope = "team")
    public static class Upward extends Kind {
        @ManyToOne
        private Abstract vague;

        public Abstract getVague() {
            return vague;
        }

        public void setVague(Abstract vague) {
            this.vague = vague;
        }
    }

    @Entity(name = "abstract_root")
    @Inheritance(strategy = InheritanceType.JOINED)
    public abstract static class Abstract extends Kind {}

    @Entity(name = "below_abstract")
    public static class BelowAbstract extends Abstract {}

    @Refused("`@OneToMany` without `mappedBy`")
    @Entity(name = "owner")
    @Synchronised(collection = "owner", scope = "team")
    public static class Owner extends Kind {
        @OneToMany
        @JoinColumn(name = "owner")
        private Set<MistakenKeys.Elsewhere> twins;

        public Set<MistakenKeys.Elsewhere> getTwins() {
            return twins;
        }

        public void setTwins(Set<MistakenKeys.Elsewhere> twins) {
            this.twins = twins;
        }
    }

    @Refused("`@ManyToMany`, the side with the table")
    @Entity(name = "member")
    @Synchronised(collection = "member", scope = "team")
    public static class Member extends Kind {
        @ManyToMany
        private Set<MistakenKeys.Elsewhere> twins;

        public Set<MistakenKeys.Elsewhere> getTwins() {
            return twins;
        }

        public void setTwins(Set<MistakenKeys.Elsewhere> twins) {
            this.twins = twins;
        }
    }

    @Refused("a relation within an embeddable")
    @Entity(name = "inner")
    @Synchronised(collection = "inner", scope = "team")
    public static class Inner extends Kind {
        @Embedded
        private Address address;

        public Address getAddress() {
            return address;
        }

        public void setAddress(Address address) {
            this.address = address;
        }
    }

    @Refused("`@ElementCollection` of embeddables")
    @Entity(name = "lines")
    @Synchronised(collection = "lines", scope = "team")
    public static class Lines extends Kind {
        @ElementCollection
        private List<Line> lines;

        public List<Line> getLines() {
            return lines;
        }

        public void setLines(List<Line> lines) {
            this.lines = lines;
        }
    }

    @Refused("`@ElementCollection` in a `Map`")
    @Entity(name = "mapped")
    @Synchronised(collection = "mapped", scope = "team")
    public static class Mapped extends Kind {
        @ElementCollection
        @MapKeyColumn(name = "word")
        private Map<String, String> words;

        public Map<String, String> getWords() {
            return words;
        }

        public void setWords(Map<String, String> words) {
            this.words = words;
        }
    }
}
