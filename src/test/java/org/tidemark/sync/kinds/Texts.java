package org.tidemark.sync.kinds;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Lob;
import java.net.URI;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;
import org.tidemark.spi.Synchronised;

/** Attributes of text, enumerations, bytes and classes of the estate. */
public final class Texts {

    private Texts() {}

    @Entity(name = "texts_all")
    @Works(row = "", created = "{'team': 'red'}", changed = "{}", other = "{'note': 'c'}")
    @Synchronised(collection = "texts", scope = "team")
    public static class All extends Kind {
        @WorksAs(row = "`String`", value = "'Łódź'", then = "''")
        private String text;

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }

        @WorksAs(row = "`char`, `Character`", value = "'x'", then = "'y'")
        private Character letter;

        public Character getLetter() {
            return letter;
        }

        public void setLetter(Character letter) {
            this.letter = letter;
        }

        @WorksAs(row = "enum, `@Enumerated(STRING)`", value = "'RED'", then = "'GREEN'")
        @Enumerated(EnumType.STRING)
        private Colour colour;

        public Colour getColour() {
            return colour;
        }

        public void setColour(Colour colour) {
            this.colour = colour;
        }

        @WorksAs(row = "enum by its ordinal number", value = "'GREEN'", then = "'RED'")
        private Colour shade;

        public Colour getShade() {
            return shade;
        }

        public void setShade(Colour shade) {
            this.shade = shade;
        }

        @WorksAs(
                row = "`UUID`",
                value = "'0c2f0a5e-0000-4000-8000-00000000000a'",
                then = "'0c2f0a5e-0000-4000-8000-00000000000b'")
        @Column(nullable = false)
        private UUID token;

        public UUID getToken() {
            return token;
        }

        public void setToken(UUID token) {
            this.token = token;
        }

        @WorksAs(row = "`byte[]`", value = "'AAEC'", then = "'/w=='")
        private byte[] raw;

        public byte[] getRaw() {
            return raw;
        }

        public void setRaw(byte[] raw) {
            this.raw = raw;
        }

        @WorksAs(
                row = "`Locale`, `Currency`, `URI`, `ZoneId` with an `AttributeConverter`",
                value = "'pt-BR'",
                then = "'de'")
        @Convert(converter = Converters.LocaleText.class)
        private Locale locale;

        public Locale getLocale() {
            return locale;
        }

        public void setLocale(Locale locale) {
            this.locale = locale;
        }

        @WorksAs(
                row = "`Locale`, `Currency`, `URI`, `ZoneId` with an `AttributeConverter`",
                value = "'NOK'",
                then = "'EUR'")
        @Convert(converter = Converters.CurrencyText.class)
        private Currency currency;

        public Currency getCurrency() {
            return currency;
        }

        public void setCurrency(Currency currency) {
            this.currency = currency;
        }

        @WorksAs(
                row = "`Locale`, `Currency`, `URI`, `ZoneId` with an `AttributeConverter`",
                value = "'https://example.com/a'",
                then = "'urn:x:1'")
        @Convert(converter = Converters.UriText.class)
        private URI link;

        public URI getLink() {
            return link;
        }

        public void setLink(URI link) {
            this.link = link;
        }

        @WorksAs(
                row = "`Locale`, `Currency`, `URI`, `ZoneId` with an `AttributeConverter`",
                value = "'Europe/Oslo'",
                then = "'Z'")
        @Convert(converter = Converters.ZoneText.class)
        private ZoneId zone;

        public ZoneId getZone() {
            return zone;
        }

        public void setZone(ZoneId zone) {
            this.zone = zone;
        }

        @WorksAs(
                row = "a class of the application with an `AttributeConverter`",
                value = "{'cents': 1999, 'currency': 'EUR'}",
                then = "{'cents': 1, 'currency': 'NOK'}")
        @Convert(converter = Texts.MoneyText.class)
        private Money money;

        public Money getMoney() {
            return money;
        }

        public void setMoney(Money money) {
            this.money = money;
        }
    }

    @Works(
            row = "`@Lob String`, `@Lob byte[]`",
            butNot = {"eclipselink on PostgreSQL"},
            created = "{'team': 'red', 'article': 'long', 'image': 'AAEC'}",
            changed = "{'article': 'longer', 'image': '/w=='}")
    @Entity(name = "lobs")
    @Synchronised(collection = "lobs", scope = "team")
    public static class Lobs extends Kind {
        @Lob
        private String article;

        public String getArticle() {
            return article;
        }

        public void setArticle(String article) {
            this.article = article;
        }

        @Lob
        private byte[] image;

        public byte[] getImage() {
            return image;
        }

        public void setImage(byte[] image) {
            this.image = image;
        }
    }

    public enum Colour {
        RED,
        GREEN
    }

    public static class Money {
        private String currency;

        public String getCurrency() {
            return currency;
        }

        public void setCurrency(String currency) {
            this.currency = currency;
        }

        private long cents;

        public long getCents() {
            return cents;
        }

        public void setCents(long cents) {
            this.cents = cents;
        }

        static Money of(String text) {
            Money money = new Money();
            money.setCents(Long.parseLong(text.split(" ")[0]));
            money.setCurrency(text.split(" ")[1]);
            return money;
        }
    }

    @Converter
    public static class MoneyText implements AttributeConverter<Money, String> {
        @Override
        public String convertToDatabaseColumn(Money value) {
            return value == null ? null : value.cents + " " + value.currency;
        }

        @Override
        public Money convertToEntityAttribute(String column) {
            return column == null ? null : Money.of(column);
        }
    }
}
