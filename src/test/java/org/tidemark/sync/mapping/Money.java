package org.tidemark.sync.mapping;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** A value class of an estate, stored by a converter, and on the wire as JSON-B writes it. */
public class Money {

    private String currency;
    private long cents;

    public Money() {}

    Money(String currency, long cents) {
        this.currency = currency;
        this.cents = cents;
    }

    public String getCurrency() {
        return currency;
    }

    public void setCurrency(String currency) {
        this.currency = currency;
    }

    public long getCents() {
        return cents;
    }

    public void setCents(long cents) {
        this.cents = cents;
    }

    @Converter
    public static class AsText implements AttributeConverter<Money, String> {

        @Override
        public String convertToDatabaseColumn(Money money) {
            return money == null ? null : money.cents + " " + money.currency;
        }

        @Override
        public Money convertToEntityAttribute(String column) {
            return column == null ? null : new Money(column.split(" ")[1], Long.parseLong(column.split(" ")[0]));
        }
    }
}
