package org.tidemark.sync.kinds;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PreUpdate;
import jakarta.validation.constraints.NotBlank;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.spi.ServerOnly;
import org.tidemark.spi.Synchronised;

/** Embedded objects, collections of values, and attributes with access of their own. */
public final class Parts {

    private Parts() {}

    @Embeddable
    public static class Place {
        private String city;

        public String getCity() {
            return city;
        }

        public void setCity(String city) {
            this.city = city;
        }

        @Embedded
        private Spot spot;

        public Spot getSpot() {
            return spot;
        }

        public void setSpot(Spot spot) {
            this.spot = spot;
        }
    }

    @Embeddable
    public static class Spot {
        private int floor;

        public int getFloor() {
            return floor;
        }

        public void setFloor(int floor) {
            this.floor = floor;
        }

        private String door;

        public String getDoor() {
            return door;
        }

        public void setDoor(String door) {
            this.door = door;
        }
    }

    @Embeddable
    public static class Span {
        private LocalDate begins;

        public LocalDate getBegins() {
            return begins;
        }

        public void setBegins(LocalDate begins) {
            this.begins = begins;
        }

        private LocalDate ends;

        public LocalDate getEnds() {
            return ends;
        }

        public void setEnds(LocalDate ends) {
            this.ends = ends;
        }
    }

    @Works(
            row = "embeddable",
            created = "{'team': 'red', 'span': {'begins': '2024-02-29', 'ends': null}}",
            changed = "{'span': {'begins': '2024-02-29', 'ends': '2024-03-01'}}",
            other = "{'span': null}")
    @Entity(name = "embedding")
    @Synchronised(collection = "embedding", scope = "team")
    public static class Embedding extends Kind {
        @Embedded
        private Span span;

        public Span getSpan() {
            return span;
        }

        public void setSpan(Span span) {
            this.span = span;
        }
    }

    @Works(
            row = "embeddable within an embeddable, with overridden columns",
            created = "{'team': 'red', 'place': {'city': 'Oslo', 'spot': {'floor': 2, 'door': 'A'}}}",
            changed = "{'place': {'city': 'Oslo', 'spot': {'floor': 0, 'door': null}}}",
            other = "{'place': {'city': 'Bergen', 'spot': {'floor': 1, 'door': 'B'}}}")
    @Entity(name = "nested")
    @Synchronised(collection = "nested", scope = "team")
    public static class Nested extends Kind {
        @Embedded
        @AttributeOverride(name = "spot.door", column = @Column(name = "entrance"))
        private Place place;

        public Place getPlace() {
            return place;
        }

        public void setPlace(Place place) {
            this.place = place;
        }
    }

    @Embeddable
    public static class Crate {
        private String label;

        public String getLabel() {
            return label;
        }

        public void setLabel(String label) {
            this.label = label;
        }

        @ServerOnly
        private String customs;

        public String getCustoms() {
            return customs;
        }

        public void setCustoms(String customs) {
            this.customs = customs;
        }

        @JsonbTransient
        @ElementCollection
        @CollectionTable(name = "crated_ports")
        private Set<String> ports = new HashSet<>();

        public Set<String> getPorts() {
            return ports;
        }

        public void setPorts(Set<String> ports) {
            this.ports = ports;
        }

        @Embedded
        private Lid lid;

        public Lid getLid() {
            return lid;
        }

        public void setLid(Lid lid) {
            this.lid = lid;
        }
    }

    @Embeddable
    public static class Lid {
        private String colour;

        public String getColour() {
            return colour;
        }

        public void setColour(String colour) {
            this.colour = colour;
        }

        @JsonbTransient
        private String seal;

        public String getSeal() {
            return seal;
        }

        public void setSeal(String seal) {
            this.seal = seal;
        }
    }

    @Works(
            row = "embeddable with parts hidden by `@ServerOnly` or `@JsonbTransient`",
            created = "{'team': 'red', 'crate': {'label': 'a', 'lid': {'colour': 'red'}}}",
            changed = "{'crate': {'label': 'b', 'lid': null}}",
            other = "{'crate': null}")
    @Entity(name = "crated")
    @Synchronised(collection = "crated", scope = "team")
    public static class Crated extends Kind {
        @Embedded
        private Crate crate;

        public Crate getCrate() {
            return crate;
        }

        public void setCrate(Crate crate) {
            this.crate = crate;
        }
    }

    public static final class Heard {
        public static int updates;

        @PreUpdate
        void updated(Object record) {
            updates++;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `Set`",
            created = "{'team': 'red', 'tags': ['a', 'b']}",
            changed = "{'tags': ['b', 'c', 'd']}",
            other = "{'tags': []}")
    @Entity(name = "tagged")
    @Synchronised(collection = "tagged", scope = "team")
    @EntityListeners(Parts.Heard.class)
    public static class Tagged extends Kind {
        @ElementCollection
        @CollectionTable(name = "tagged_tags")
        private Set<String> tags = new HashSet<>();

        public Set<String> getTags() {
            return tags;
        }

        public void setTags(Set<String> tags) {
            this.tags = tags;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `List` with `@OrderColumn`",
            butNot = {"eclipselink", "eclipselink on PostgreSQL", "eclipselink on MariaDB"},
            created = "{'team': 'red', 'steps': [3, 1, 3]}",
            changed = "{'steps': [1]}",
            other = "{'steps': []}")
    @Entity(name = "listed")
    @Synchronised(collection = "listed", scope = "team")
    public static class Listed extends Kind {
        @ElementCollection
        @OrderColumn(name = "place")
        @CollectionTable(name = "listed_steps")
        private List<Integer> steps = new ArrayList<>();

        public List<Integer> getSteps() {
            return steps;
        }

        public void setSteps(List<Integer> steps) {
            this.steps = steps;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `List` without order",
            created = "{'team': 'red', 'colours': ['GREEN', 'RED', 'RED']}",
            changed = "{'colours': ['RED']}",
            other = "{'colours': ['GREEN']}")
    @Entity(name = "counted")
    @Synchronised(collection = "counted", scope = "team")
    public static class Counted extends Kind {
        @ElementCollection
        @CollectionTable(name = "counted_colours")
        @Enumerated(EnumType.STRING)
        private List<Texts.Colour> colours = new ArrayList<>();

        public List<Texts.Colour> getColours() {
            return colours;
        }

        public void setColours(List<Texts.Colour> colours) {
            this.colours = colours;
        }
    }

    @Works(
            row = "`getEMail()` for `eMail`, `Boolean isDone()`, setters that return the object",
            created = "{'team': 'red', 'eMail': 'a@b', 'done': true, 'fluent': 'x'}",
            changed = "{'eMail': 'b@b', 'done': false, 'fluent': 'y'}",
            other = "{'eMail': 'c@b'}")
    @Entity(name = "odd")
    @Synchronised(collection = "odd", scope = "team")
    public static class Odd extends Kind {
        private String eMail;
        private Boolean done;
        private String fluent;

        public String getEMail() {
            return eMail;
        }

        public void setEMail(String eMail) {
            this.eMail = eMail;
        }

        public Boolean isDone() {
            return done;
        }

        public void setDone(Boolean done) {
            this.done = done;
        }

        public String getFluent() {
            return fluent;
        }

        public Odd setFluent(String fluent) {
            this.fluent = fluent;
            return this;
        }
    }

    @Works(row = "hidden by `@ServerOnly` or `@JsonbTransient`, also without a getter")
    @Entity(name = "closed")
    @Synchronised(collection = "closed", scope = "team")
    public static class Closed extends Kind {
        @JsonbTransient
        private String secret = "hidden";

        public String getSecret() {
            return secret;
        }

        public void setSecret(String secret) {
            this.secret = secret;
        }

        @ServerOnly
        private String unseen = "hidden";

        @ServerOnly
        @NotBlank(message = "the margin is to be given")
        private String margin = "ten";

        public String getMargin() {
            return margin;
        }

        public void setMargin(String margin) {
            this.margin = margin;
        }
    }

    /** Opens nothing to the rest of its application but what it does. */
    @Works(
            row = "getters and setters that are private, protected or package-private",
            created = "{'team': 'red', 'note': 'a', 'state': 'new', 'amount': 1, 'urgent': false}",
            changed = "{'state': 'sold', 'amount': 2, 'urgent': true}",
            other = "{'state': 'lost'}")
    @Entity(name = "guarded")
    @Synchronised(collection = "guarded", scope = "team")
    public static class Guarded extends Kind {
        private String state;

        private int amount;

        private boolean urgent;

        private String getState() {
            return state;
        }

        private void setState(String state) {
            this.state = state;
        }

        protected int getAmount() {
            return amount;
        }

        protected void setAmount(int amount) {
            this.amount = amount;
        }

        boolean isUrgent() {
            return urgent;
        }

        void setUrgent(boolean urgent) {
            this.urgent = urgent;
        }
    }

    @Works(row = "read-only: without a setter, or a column neither insertable nor updatable")
    @Entity(name = "served")
    @Synchronised(collection = "served", scope = "team")
    public static class Served extends Kind {
        @Column(insertable = false, updatable = false, columnDefinition = "varchar(20) default 'by the database'")
        private String computed;

        public String getComputed() {
            return computed;
        }

        public void setComputed(String computed) {
            this.computed = computed;
        }

        private String own = "own";

        public String getOwn() {
            return own;
        }
    }

    @Works(
            row = "fixed once the record exists: a column that is not updatable",
            created = "{'team': 'red', 'note': 'a', 'opener': 'bob'}")
    @Entity(name = "opened")
    @Synchronised(collection = "opened", scope = "team")
    public static class Opened extends Kind {
        @Column(updatable = false)
        private String opener;

        public String getOpener() {
            return opener;
        }

        public void setOpener(String opener) {
            this.opener = opener;
        }
    }
}
