package org.tidemark.sync.kinds;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.tidemark.spi.Synchronised;

/** Attributes of numbers and truth. */
public final class Numbers {

    private Numbers() {}

    @Entity(name = "numbers_all")
    @Works(row = "", created = "{'team': 'red'}", changed = "{}", other = "{'note': 'c'}")
    @Synchronised(collection = "numbers", scope = "team")
    public static class All extends Kind {
        @WorksAs(row = "`boolean`, `Boolean`", value = "true", then = "false")
        private boolean flag;

        public boolean isFlag() {
            return flag;
        }

        public void setFlag(boolean flag) {
            this.flag = flag;
        }

        @WorksAs(row = "`boolean`, `Boolean`", value = "true", then = "null")
        private Boolean perhaps;

        public Boolean getPerhaps() {
            return perhaps;
        }

        public void setPerhaps(Boolean perhaps) {
            this.perhaps = perhaps;
        }

        @WorksAs(row = "`byte`, `short`, `int` and their wrappers", value = "-1", then = "2147483647")
        private int whole;

        public int getWhole() {
            return whole;
        }

        public void setWhole(int whole) {
            this.whole = whole;
        }

        @WorksAs(row = "`byte`, `short`, `int` and their wrappers", value = "-128", then = "127")
        private Byte tiny;

        public Byte getTiny() {
            return tiny;
        }

        public void setTiny(Byte tiny) {
            this.tiny = tiny;
        }

        @WorksAs(row = "`byte`, `short`, `int` and their wrappers", value = "32767", then = "null")
        private Short little;

        public Short getLittle() {
            return little;
        }

        public void setLittle(Short little) {
            this.little = little;
        }

        @WorksAs(row = "`long`, `Long`", value = "'9007199254740993'", then = "'-9007199254740993'")
        private Long huge;

        public Long getHuge() {
            return huge;
        }

        public void setHuge(Long huge) {
            this.huge = huge;
        }

        @WorksAs(row = "`float`, `double` and their wrappers", value = "0.1", then = "1.5")
        @Column(name = "real_number")
        private double real;

        public double getReal() {
            return real;
        }

        public void setReal(double real) {
            this.real = real;
        }

        @WorksAs(row = "`float`, `double` and their wrappers", value = "0.5", then = "1.5")
        @Column(name = "single_number")
        private Float single;

        public Float getSingle() {
            return single;
        }

        public void setSingle(Float single) {
            this.single = single;
        }

        @WorksAs(row = "`BigInteger`", value = "'123456789012345678901234567890'", then = "'-1'")
        @Column(precision = 30, scale = 0)
        private BigInteger giant;

        public BigInteger getGiant() {
            return giant;
        }

        public void setGiant(BigInteger giant) {
            this.giant = giant;
        }

        @WorksAs(row = "`BigDecimal` with `precision` and `scale`", value = "'12345.60'", then = "'0.05'")
        @Column(precision = 15, scale = 2)
        private BigDecimal price;

        public BigDecimal getPrice() {
            return price;
        }

        public void setPrice(BigDecimal price) {
            this.price = price;
        }

        @WorksAs(row = "`BigDecimal` without", value = "'1.5'", then = "'2'")
        @Column(columnDefinition = "numeric(30, 10)")
        private BigDecimal rate;

        public BigDecimal getRate() {
            return rate;
        }

        public void setRate(BigDecimal rate) {
            this.rate = rate;
        }
    }
}
