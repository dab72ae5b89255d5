package org.tidemark.sync.kinds.failing;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.kinds.Kind;

/** What SQL may store and the class cannot read. */
public final class Fragile {

    private Fragile() {}

    public enum Colour {
        RED,
        GREEN
    }

    @Converter
    public static class Codes implements AttributeConverter<String, String> {

        /** So many times it fails whatever the value is, as where a key service is away for a moment. */
        public static final AtomicInteger FAILURES = new AtomicInteger();

        /** How many values it has refused. */
        public static final AtomicInteger REFUSED = new AtomicInteger();

        @Override
        public String convertToDatabaseColumn(String code) {
            return code;
        }

        @Override
        public String convertToEntityAttribute(String column) {
            if (column != null && FAILURES.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the key service is away");
            }
            if (column != null && column.startsWith("secret")) {
                REFUSED.incrementAndGet();
                Fragile.<RuntimeException>fail(column);
            }
            return column;
        }
    }

    /**
     * As converters fail: by exceptions, by an error of a class, by a checked exception that nobody declares (as Lombok
     * and Kotlin throw it).
     */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(String word) throws T {
        throw (T)
                switch (word) {
                    case "secret assertion" -> new AssertionError(word);
                    case "secret class" -> new NoClassDefFoundError(word);
                    case "secret start" -> new ExceptionInInitializerError(new IllegalStateException(word));
                    case "secret depth" -> new StackOverflowError();
                    case "secret file" -> new IOException(word);
                    case "secret todo" -> new Error(word);
                    case "secret throwable" -> new Throwable(word);
                    case "secret memory" -> new OutOfMemoryError(word);
                    case "secret stop" -> new InterruptedException(word);
                    default -> new IllegalStateException(word + " is no code");
                };
    }

    @Embeddable
    public static class Paint {
        @Enumerated(EnumType.STRING)
        @Column(name = "inner_colour", columnDefinition = "varchar(30)")
        private Colour inner;

        public Colour getInner() {
            return inner;
        }

        public void setInner(Colour inner) {
            this.inner = inner;
        }
    }

    @Entity(name = "fragile")
    @Synchronised(collection = "fragile", scope = "team")
    public static class Thing extends Kind {

        @Enumerated(EnumType.STRING)
        @Column(name = "colour", columnDefinition = "varchar(30)")
        private Colour colour;

        @Convert(converter = Codes.class)
        @Column(name = "code", length = 30)
        private String code;

        @Embedded
        private Paint paint;

        @ElementCollection
        @CollectionTable(name = "fragile_colours", joinColumns = @JoinColumn(name = "thing"))
        @Column(name = "shade", columnDefinition = "varchar(30)")
        @Enumerated(EnumType.STRING)
        private Set<Colour> shades = new HashSet<>();

        /** Its getter does not like every value. */
        @Column(name = "mood", length = 30)
        private String mood;

        @ManyToOne(fetch = FetchType.LAZY)
        @JoinColumn(name = "beside")
        private Thing beside;

        public Colour getColour() {
            return colour;
        }

        public void setColour(Colour colour) {
            this.colour = colour;
        }

        public String getCode() {
            return code;
        }

        public void setCode(String code) {
            this.code = code;
        }

        public Paint getPaint() {
            return paint;
        }

        public void setPaint(Paint paint) {
            this.paint = paint;
        }

        public Set<Colour> getShades() {
            return shades;
        }

        public void setShades(Set<Colour> shades) {
            this.shades = shades;
        }

        public String getMood() {
            if (mood != null && mood.startsWith("secret")) {
                Fragile.<RuntimeException>fail(mood);
            }
            return mood;
        }

        public void setMood(String mood) {
            this.mood = mood;
        }

        public Thing getBeside() {
            return beside;
        }

        public void setBeside(Thing beside) {
            this.beside = beside;
        }
    }
}
