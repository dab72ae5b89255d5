package org.tidemark.sync.mapping;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import org.tidemark.spi.Synchronised;

@Entity
@Synchronised(collection = "squares", scope = "team")
public class Square extends Shape {

    @Column(name = "side")
    private Integer side;

    public Integer getSide() {
        return side;
    }

    public void setSide(Integer side) {
        this.side = side;
    }
}
