package org.tidemark.sync.kinds;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.PreUpdate;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.Ears;

/** Entities that reach into others when they are written. */
public final class Sides {

    private Sides() {}

    @Entity(name = "sheet")
    @EntityListeners(Ears.class)
    @Synchronised(collection = "sheets", scope = "team")
    public static class Sheet extends Kind {

        private int total;

        @OneToMany(mappedBy = "sheet", cascade = CascadeType.ALL)
        private List<Line> lines = new ArrayList<>();

        public int getTotal() {
            return total;
        }

        public void setTotal(int total) {
            this.total = total;
        }

        public List<Line> getLines() {
            return lines;
        }
    }

    /** Keeps the sheet in step by its setters. */
    @Entity(name = "line")
    @EntityListeners(Ears.class)
    @Synchronised(collection = "lines", scope = "team")
    public static class Line extends Kind {

        private int amount;

        @ManyToOne
        private Sheet sheet;

        public int getAmount() {
            return amount;
        }

        public void setAmount(int amount) {
            this.amount = amount;
            if (sheet != null && amount > 0) {
                sheet.setTotal(amount);
            }
        }

        public Sheet getSheet() {
            return sheet;
        }

        public void setSheet(Sheet sheet) {
            this.sheet = sheet;
            sheet.getLines().add(this);
        }
    }

    /** Keeps the sheet in step by a callback. */
    @Entity(name = "counted")
    @EntityListeners(Ears.class)
    @Synchronised(collection = "counted", scope = "team")
    public static class Counted extends Kind {

        private int amount;

        @ManyToOne
        private Sheet sheet;

        @PreUpdate
        void count() {
            sheet.setTotal(amount);
        }

        public int getAmount() {
            return amount;
        }

        public void setAmount(int amount) {
            this.amount = amount;
        }

        public Sheet getSheet() {
            return sheet;
        }

        public void setSheet(Sheet sheet) {
            this.sheet = sheet;
        }
    }
}
