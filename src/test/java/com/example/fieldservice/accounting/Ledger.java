package com.example.fieldservice.accounting;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;

/** What customers owe. */
@Stateless
public class Ledger {

    @PersistenceContext(unitName = "accounting")
    private EntityManager em;

    public BigDecimal total(String number) {
        return em.find(Invoice.class, number).getTotal();
    }
}
