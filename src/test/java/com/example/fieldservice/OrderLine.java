package com.example.fieldservice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import org.tidemark.spi.Synchronised;

/** What an order consists of; in the district of its order. */
@Entity
@Table(name = "order_line")
@Synchronised(collection = "lines", scope = "order")
public class OrderLine extends LegacyEntity {

    @NotNull
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "service_order")
    private ServiceOrder order;

    @NotBlank
    @Column(name = "item")
    private String item;

    @Min(1)
    @Column(name = "quantity")
    private int quantity = 1;

    @Column(name = "price", precision = 12, scale = 2)
    private BigDecimal price;

    public ServiceOrder getOrder() {
        return order;
    }

    public void setOrder(ServiceOrder order) {
        this.order = order;
    }

    public String getItem() {
        return item;
    }

    public void setItem(String item) {
        this.item = item;
    }

    public int getQuantity() {
        return quantity;
    }

    /** With more to do, an order that was done is open again. */
    public void setQuantity(int quantity) {
        if (order != null && quantity > this.quantity) {
            order.setStatus(ServiceOrder.Status.OPEN);
        }
        this.quantity = quantity;
    }

    public BigDecimal getPrice() {
        return price;
    }

    public void setPrice(BigDecimal price) {
        this.price = price;
    }
}
