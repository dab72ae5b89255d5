package com.example.fieldservice;

/** Where an order is to be done. */
public enum District {
    NORTH,
    SOUTH,
    /** Opened by the first order that goes there. */
    EAST
}
