package org.tidemark.sync.kinds.unique;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.PrePersist;
import jakarta.persistence.PreUpdate;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** Entities with unique values of each kind, which people hand on. */
public final class Moving {

    private Moving() {}

    @Entity(name = "seat")
    @Table(name = "seat", uniqueConstraints = @UniqueConstraint(columnNames = {"hall", "place"}))
    @Synchronised(collection = "seats", scope = "team")
    public static class Seat extends Kind {

        /** May be empty. */
        @Column(name = "guest", unique = true, length = 20)
        private String guest;

        /** May not, and is short. */
        @Column(name = "code", unique = true, nullable = false, length = 6)
        private String code;

        @Column(name = "hall", nullable = false, length = 20)
        private String hall;

        @Column(name = "place", nullable = false)
        private int place;

        @Embedded
        private Tag tag;

        /** As many have one. */
        @PrePersist
        @PreUpdate
        void tidyUp() {
            guest = guest == null ? null : guest.strip();
        }

        public String getGuest() {
            return guest;
        }

        public void setGuest(String guest) {
            this.guest = guest;
        }

        public String getCode() {
            return code;
        }

        public void setCode(String code) {
            this.code = code;
        }

        public String getHall() {
            return hall;
        }

        public void setHall(String hall) {
            this.hall = hall;
        }

        public int getPlace() {
            return place;
        }

        public void setPlace(int place) {
            this.place = place;
        }

        public Tag getTag() {
            return tag;
        }

        public void setTag(Tag tag) {
            this.tag = tag;
        }
    }

    @Embeddable
    public static class Tag {

        @Column(name = "tag_number", unique = true)
        private Integer number;

        public Integer getNumber() {
            return number;
        }

        public void setNumber(Integer number) {
            this.number = number;
        }
    }

    /** One for each seat, and never without. */
    @Entity(name = "lamp")
    @Table(name = "lamp")
    @Synchronised(collection = "lamps", scope = "team")
    public static class Lamp extends Kind {

        @OneToOne(optional = false)
        @JoinColumn(name = "seat", unique = true, nullable = false)
        private Seat seat;

        public Seat getSeat() {
            return seat;
        }

        public void setSeat(Seat seat) {
            this.seat = seat;
        }
    }

    /** Some for each seat. */
    @Entity(name = "coat")
    @Table(name = "coat")
    @Synchronised(collection = "coats", scope = "team")
    public static class Coat extends Kind {

        @ManyToOne
        @JoinColumn(name = "seat")
        private Seat seat;

        public Seat getSeat() {
            return seat;
        }

        public void setSeat(Seat seat) {
            this.seat = seat;
        }
    }
}
