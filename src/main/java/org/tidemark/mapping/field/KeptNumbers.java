package org.tidemark.mapping.field;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;

/**
 * Columns round numbers without an error: to their decimals, or to the digits of a {@code real}; what is too large for
 * one becomes infinite in some databases. A number is trusted if the column has kept one with as many decimals and
 * digits, and if a {@code real} would not change it or the column has kept one that a {@code real} would.
 */
final class KeptNumbers implements Keeping {

    /** Every column that holds fractions at all keeps so many digits. */
    private static final int DIGITS = 6;

    private volatile int decimals = -1;
    private volatile int digits = DIGITS;
    private volatile boolean isNoReal;

    @Override
    public boolean isInDoubt(JsonValue canonical) {
        BigDecimal number = number(canonical);
        return number != null
                && (number.scale() > decimals || number.precision() > digits || !isNoReal && isChangedByReal(number));
    }

    @Override
    public void keeps(JsonValue canonical) {
        BigDecimal number = number(canonical);
        if (number == null) {
            return;
        }
        // One of two threads may overwrite what the other has learned: then it is learned once more.
        decimals = Math.max(decimals, number.scale());
        digits = Math.max(digits, number.precision());
        isNoReal |= isChangedByReal(number);
    }

    @Override
    public String notKept() {
        return "the database rounds this number, or cannot hold it: it has more digits than the column keeps";
    }

    private static boolean isChangedByReal(BigDecimal number) {
        float real = number.floatValue();
        return Float.isInfinite(real) || real != number.doubleValue();
    }

    /** A canonical number, or one as text; null for what is none. */
    static BigDecimal number(JsonValue canonical) {
        if (canonical instanceof JsonNumber number) {
            return stripped(number.bigDecimalValue());
        }
        return canonical instanceof JsonString text ? stripped(new BigDecimal(text.getString())) : null;
    }

    private static BigDecimal stripped(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
