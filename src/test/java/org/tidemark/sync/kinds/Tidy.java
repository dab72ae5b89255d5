package org.tidemark.sync.kinds;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tidemark.spi.Synchronised;

/** Classes and columns that make something else of a value. */
public final class Tidy {

    private Tidy() {}

    @Embeddable
    public static class Place {
        @Column(name = "town")
        private String town;

        public String getTown() {
            return town;
        }

        public void setTown(String town) {
            this.town = town == null ? null : town.strip();
        }
    }

    /** By setters and by a column. */
    @Entity(name = "tidy")
    @Synchronised(collection = "tidy", scope = "team")
    public static class BySetters extends Kind {

        @Column(name = "code")
        private String code;

        @Embedded
        private Place place;

        @Column(name = "mark", columnDefinition = "char(10)")
        private String mark;

        public String getCode() {
            return code;
        }

        public void setCode(String code) {
            this.code = code == null ? null : code.toUpperCase(Locale.ROOT);
        }

        public Place getPlace() {
            return place;
        }

        public void setPlace(Place place) {
            this.place = place;
        }

        public String getMark() {
            return mark;
        }

        public void setMark(String mark) {
            this.mark = mark;
        }
    }

    /** When JPA writes it. */
    @Entity(name = "tidied")
    @Synchronised(collection = "tidied", scope = "team")
    public static class ByCallbacks extends Kind {

        @PrePersist
        @PreUpdate
        void tidy() {
            if (getNote() != null) {
                setNote(getNote().strip());
            }
        }
    }

    /** Another field than the one that is set. */
    @Entity(name = "greeted")
    @Synchronised(collection = "greeted", scope = "team")
    public static class OtherBySetter extends Kind {

        @Column(name = "first_name")
        private String first;

        @Column(name = "display")
        private String display;

        @Column(name = "state")
        private String state = "new";

        @Column(name = "visits")
        private int visits;

        @Embedded
        private Place place;

        @Column(name = "initial")
        private String initial;

        @Column(name = "amount", precision = 12, scale = 2)
        private BigDecimal amount;

        @ElementCollection
        @CollectionTable(name = "greeted_tag", joinColumns = @JoinColumn(name = "greeted"))
        @Column(name = "tag")
        private List<String> tags = new ArrayList<>();

        public String getFirst() {
            return first;
        }

        public void setFirst(String first) {
            this.first = first;
            display = first == null ? null : "Dr " + first;
            initial = first == null ? null : first.substring(0, 1);
            if (first != null && first.startsWith("Tag")) {
                tags.add(first);
            }
        }

        public String getDisplay() {
            return display;
        }

        public void setDisplay(String display) {
            if (display != null && this.display == null) {
                this.display = display;
            }
        }

        public String getInitial() {
            return initial;
        }

        public String getState() {
            return state;
        }

        public void setState(String state) {
            this.state = state;
        }

        public int getVisits() {
            return visits;
        }

        public void setVisits(int visits) {
            this.visits = visits;
        }

        public Place getPlace() {
            return place;
        }

        public void setPlace(Place place) {
            this.place = place;
            visits += place == null ? 0 : 1;
        }

        public BigDecimal getAmount() {
            return amount;
        }

        public void setAmount(BigDecimal amount) {
            this.amount = amount;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }
    }

    /** Another field, when JPA writes it. */
    @Entity(name = "indexed")
    @Synchronised(collection = "indexed", scope = "team")
    public static class OtherByCallback extends Kind {

        @Column(name = "search")
        private String search;

        public String getSearch() {
            return search;
        }

        public void setSearch(String search) {
            this.search = search;
        }

        @PrePersist
        @PreUpdate
        void index() {
            search = getNote() == null ? null : getNote().toLowerCase(Locale.ROOT);
        }
    }
}
