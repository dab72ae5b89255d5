package org.tidemark.sync.kinds;

import jakarta.persistence.AttributeOverride;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.JoinColumn;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.spi.Synchronised;

/** Values within others, whose columns are narrower than their classes. */
public final class Narrow {

    private Narrow() {}

    @Embeddable
    public static class Depth {
        @Column(name = "metres", columnDefinition = "smallint")
        private Integer metres;

        @Column(name = "word", length = 4)
        private String word;

        public Integer getMetres() {
            return metres;
        }

        public void setMetres(Integer metres) {
            this.metres = metres;
        }

        public String getWord() {
            return word;
        }

        public void setWord(String word) {
            this.word = word;
        }
    }

    @Embeddable
    public static class Spot {
        @Embedded
        @AttributeOverride(name = "word", column = @Column(name = "spot_word", length = 4))
        private Depth depth;

        @Column(name = "grade", columnDefinition = "numeric(3,1)")
        private BigDecimal grade;

        public Depth getDepth() {
            return depth;
        }

        public void setDepth(Depth depth) {
            this.depth = depth;
        }

        public BigDecimal getGrade() {
            return grade;
        }

        public void setGrade(BigDecimal grade) {
            this.grade = grade;
        }
    }

    @Entity(name = "narrow")
    @Synchronised(collection = "narrow", scope = "team")
    public static class Sounding extends Kind {
        @Embedded
        @AttributeOverride(name = "depth.metres", column = @Column(name = "spot_metres", columnDefinition = "smallint"))
        private Spot spot;

        @ElementCollection
        @CollectionTable(name = "narrow_marks", joinColumns = @JoinColumn(name = "narrow_id"))
        @Column(name = "mark", columnDefinition = "smallint")
        private List<Integer> marks = new ArrayList<>();

        @ElementCollection
        @CollectionTable(name = "narrow_words", joinColumns = @JoinColumn(name = "narrow_id"))
        @Column(name = "word", length = 4)
        private List<String> words = new ArrayList<>();

        public Spot getSpot() {
            return spot;
        }

        public void setSpot(Spot spot) {
            this.spot = spot;
        }

        public List<Integer> getMarks() {
            return marks;
        }

        public void setMarks(List<Integer> marks) {
            this.marks = marks;
        }

        public List<String> getWords() {
            return words;
        }

        public void setWords(List<String> words) {
            this.words = words;
        }
    }
}
