package org.tidemark.sync.kinds.mistaken;

import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Temporal;
import jakarta.persistence.TemporalType;
import java.math.BigDecimal;
import java.util.Calendar;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** Attributes and scopes that fail the deployment. */
public final class MistakenAttributes {

    private MistakenAttributes() {}

    @Refused("scope names no attribute")
    @Entity(name = "no_scope")
    @Synchronised(collection = "no-scope", scope = "region")
    public static class NoScope extends Kind {}

    @Refused("scope is hidden")
    @Entity(name = "hidden_scope")
    @Synchronised(collection = "hidden-scope", scope = "region")
    public static class HiddenScope extends Kind {
        @JsonbTransient
        private String region;

        public String getRegion() {
            return region;
        }

        public void setRegion(String region) {
            this.region = region;
        }
    }

    @Refused("scope of another type")
    @Entity(name = "price_scope")
    @Synchronised(collection = "price-scope", scope = "price")
    public static class PriceScope extends Kind {
        private BigDecimal price;

        public BigDecimal getPrice() {
            return price;
        }

        public void setPrice(BigDecimal price) {
            this.price = price;
        }
    }

    @Refused("scope leads back to itself")
    @Entity(name = "loop_scope")
    @Synchronised(collection = "loop-scope", scope = "folder")
    public static class LoopScope extends Kind {
        @ManyToOne
        private LoopScope folder;

        public LoopScope getFolder() {
            return folder;
        }

        public void setFolder(LoopScope folder) {
            this.folder = folder;
        }
    }

    @Refused("`Calendar`, `ZonedDateTime`, and whatever else of Java has no row above")
    @Entity(name = "old_time")
    @Synchronised(collection = "old-time", scope = "team")
    public static class OldTime extends Kind {
        @Temporal(TemporalType.TIMESTAMP)
        @Column(name = "at_time")
        private Calendar when;

        public Calendar getWhen() {
            return when;
        }

        public void setWhen(Calendar when) {
            this.when = when;
        }
    }

    @Converter
    public static class SeatText implements AttributeConverter<Seat, String> {
        @Override
        public String convertToDatabaseColumn(Seat seat) {
            return "";
        }

        @Override
        public Seat convertToEntityAttribute(String text) {
            return null;
        }
    }

    public interface Seat {}

    @Refused("a class or interface that JSON-B cannot create")
    @Entity(name = "seated")
    @Synchronised(collection = "seated", scope = "team")
    public static class Seated extends Kind {
        @Convert(converter = MistakenAttributes.SeatText.class)
        private Seat seat;

        public Seat getSeat() {
            return seat;
        }

        public void setSeat(Seat seat) {
            this.seat = seat;
        }
    }

    @Embeddable
    public static class Stamp {
        private String city = "Oslo";

        public String getCity() {
            return city;
        }
    }

    @Refused("a part without a setter")
    @Entity(name = "stamped")
    @Synchronised(collection = "stamped", scope = "team")
    public static class Stamped extends Kind {
        @Embedded
        private Stamp stamp;

        public Stamp getStamp() {
            return stamp;
        }

        public void setStamp(Stamp stamp) {
            this.stamp = stamp;
        }
    }

    @Embeddable
    public static class Locker {
        private String door;

        public String getDoor() {
            return door;
        }

        public void setDoor(String door) {
            this.door = door;
        }

        @JsonbTransient
        private String code;
    }

    @Refused("a hidden part without a getter and a setter")
    @Entity(name = "locked")
    @Synchronised(collection = "locked", scope = "team")
    public static class Locked extends Kind {
        @Embedded
        private Locker locker;

        public Locker getLocker() {
            return locker;
        }

        public void setLocker(Locker locker) {
            this.locker = locker;
        }
    }

    @Refused("no getter")
    @Entity(name = "mute")
    @Synchronised(collection = "mute", scope = "team")
    public static class Mute extends Kind {
        private String word;
    }
}
