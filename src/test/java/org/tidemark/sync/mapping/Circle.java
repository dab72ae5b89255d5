package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import org.tidemark.spi.Synchronised;

@Entity
@Synchronised(collection = "circles", scope = "team")
public class Circle extends Shape {

    @Column(name = "radius")
    private Integer radius;

    public Integer getRadius() {
        return radius;
    }

    public void setRadius(Integer radius) {
        this.radius = radius;
    }
}
