package org.tidemark.sync.kinds;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Set;
import org.tidemark.spi.ServerOnly;
import org.tidemark.spi.Synchronised;

/** Embedded objects, also within others and with hidden parts. */
public final class Embeddables {

    private Embeddables() {}

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
}
