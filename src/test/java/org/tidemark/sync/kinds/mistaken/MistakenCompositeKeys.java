package org.tidemark.sync.kinds.mistaken;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.OwnKind;

/** Keys of several attributes, which fail the deployment. */
public final class MistakenCompositeKeys {

    private MistakenCompositeKeys() {}

    public static class PairKey implements Serializable {
        private String a;
        private String b;

        @Override
        public boolean equals(Object o) {
            return o instanceof PairKey k && k.a.equals(a) && k.b.equals(b);
        }

        @Override
        public int hashCode() {
            return a.hashCode();
        }
    }

    @Embeddable
    public static class SpotKey implements Serializable {
        private String x;
        private String y;

        @Override
        public boolean equals(Object o) {
            return o instanceof SpotKey k && k.x.equals(x) && k.y.equals(y);
        }

        @Override
        public int hashCode() {
            return x.hashCode();
        }
    }

    @Refused("composite key, `@IdClass`")
    @Entity(name = "pair_keyed")
    @Synchronised(collection = "pair-keyed", scope = "team")
    @IdClass(MistakenCompositeKeys.PairKey.class)
    public static class PairKeyed extends OwnKind {
        @Id
        private String a;

        public String getA() {
            return a;
        }

        public void setA(String a) {
            this.a = a;
        }

        @Id
        private String b;

        public String getB() {
            return b;
        }

        public void setB(String b) {
            this.b = b;
        }
    }

    @Refused("composite key, `@EmbeddedId`")
    @Entity(name = "spot_keyed")
    @Synchronised(collection = "spot-keyed", scope = "team")
    public static class SpotKeyed extends OwnKind {
        @EmbeddedId
        private SpotKey place;

        public SpotKey getPlace() {
            return place;
        }

        public void setPlace(SpotKey place) {
            this.place = place;
        }
    }
}
