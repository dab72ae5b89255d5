package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
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
}
