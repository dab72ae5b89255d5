package org.tidemark.sync.kinds.unique;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** Two collections in one table, which share its unique values. */
public final class Fleet {

    private Fleet() {}

    @Entity(name = "wheels")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    public abstract static class Wheels extends Kind {

        @Column(name = "plate", unique = true, nullable = false, length = 20)
        private String plate;

        @Column(name = "driver", unique = true, length = 20)
        private String driver;

        public String getPlate() {
            return plate;
        }

        public void setPlate(String plate) {
            this.plate = plate;
        }

        public String getDriver() {
            return driver;
        }

        public void setDriver(String driver) {
            this.driver = driver;
        }
    }

    @Entity(name = "lorry")
    @Synchronised(collection = "lorries", scope = "team")
    public static class Lorry extends Wheels {}

    @Entity(name = "coach")
    @Synchronised(collection = "coaches", scope = "team")
    public static class Coach extends Wheels {}
}
