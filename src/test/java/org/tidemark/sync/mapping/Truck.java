package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.tidemark.spi.Synchronised;

@Entity
@Table(name = "truck")
@Synchronised(collection = "trucks", scope = "team")
public class Truck extends Vehicle {

    @Column(name = "axles")
    private int axles;

    public int getAxles() {
        return axles;
    }

    public void setAxles(int axles) {
        this.axles = axles;
    }
}
