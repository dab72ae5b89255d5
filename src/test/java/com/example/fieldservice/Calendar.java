package com.example.fieldservice;

import jakarta.ejb.Stateless;

/** Knows which words it does not take, and says so as an EJB does: with the transaction in ruins. */
@Stateless
public class Calendar {

    public void check(String note) {
        if (note.startsWith("ruin")) {
            throw new IllegalStateException("the calendar is broken");
        }
    }
}
