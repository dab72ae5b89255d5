package com.example.fieldservice.accounting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** Nothing for devices in vans: it is in another persistence unit. */
@Entity
@Table(name = "invoice")
public class Invoice {

    @Id
    @Column(name = "number")
    private String number;

    @Column(name = "total", precision = 12, scale = 2)
    private BigDecimal total;

    public String getNumber() {
        return number;
    }

    public BigDecimal getTotal() {
        return total;
    }
}
