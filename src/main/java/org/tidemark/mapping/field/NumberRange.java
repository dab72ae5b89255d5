package org.tidemark.mapping.field;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The numbers that a column can hold. What it rounds is another matter: see {@link KeptNumbers}. */
public final class NumberRange {

    private static final int LONGEST_SHOWN = 20;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** By the names of all three databases: how many bits. */
    private static final Map<String, Integer> WHOLE =
            Map.of("tinyint", 8, "smallint", 16, "mediumint", 24, "int", 32, "integer", 32, "bigint", 64);

    private final BigDecimal least;
    private final BigDecimal greatest;
    private final int decimals;
    private final String allowed;

    private NumberRange(BigDecimal least, BigDecimal greatest, int decimals, String allowed) {
        this.least = least;
        this.greatest = greatest;
        this.decimals = decimals;
        this.allowed = allowed;
    }

    /**
     * That of a type; null where it is not known or has no bounds that matter.
     *
     * @param type as the catalogue has it, on MariaDB with {@code unsigned}
     * @param digits null where the type has no limit
     */
    public static NumberRange of(String type, Number digits, Number decimals) {
        String[] words = type.toLowerCase(Locale.ROOT).split(" ");
        boolean isUnsigned = words.length > 1 && words[1].equals("unsigned");
        if (WHOLE.containsKey(words[0])) {
            return whole(WHOLE.get(words[0]), isUnsigned);
        }
        if (words[0].equals("numeric") || words[0].equals("decimal")) {
            return digits == null
                    ? null
                    : decimal(digits.intValue(), decimals == null ? 0 : decimals.intValue(), isUnsigned);
        }
        if (words[0].equals("real") || words[0].equals("float")) {
            BigDecimal greatest = BigDecimal.valueOf(Float.MAX_VALUE);
            return new NumberRange(greatest.negate(), greatest, Integer.MAX_VALUE, "a number from -3.4e38 to 3.4e38");
        }
        return null;
    }

    private static NumberRange whole(int bits, boolean isUnsigned) {
        BigDecimal half = TWO.pow(bits - 1);
        BigDecimal least = isUnsigned ? BigDecimal.ZERO : half.negate();
        BigDecimal greatest = (isUnsigned ? half.multiply(TWO) : half).subtract(BigDecimal.ONE);
        return new NumberRange(least, greatest, 0, "a number from " + least + " to " + greatest);
    }

    private static NumberRange decimal(int digits, int decimals, boolean isUnsigned) {
        int before = digits - decimals;
        if (before > ValueType.MAX_DIGITS) {
            return null;
        }
        BigDecimal greatest =
                BigDecimal.ONE.scaleByPowerOfTen(before).subtract(BigDecimal.ONE.scaleByPowerOfTen(-decimals));
        BigDecimal least = isUnsigned ? BigDecimal.ZERO : greatest.negate();
        String allowed = digits > LONGEST_SHOWN
                ? "a number with at most " + before + " digits before the point"
                : "a number from " + least.toPlainString() + " to " + greatest.toPlainString();
        return new NumberRange(least, greatest, decimals, allowed);
    }

    /** What a person reads of a number that is too large or too small; empty if there is room for it. */
    public Optional<String> refuses(BigDecimal number) {
        BigDecimal stored = number.scale() > decimals ? number.setScale(decimals, RoundingMode.HALF_UP) : number;
        boolean hasRoom = stored.compareTo(least) >= 0 && stored.compareTo(greatest) <= 0;
        return hasRoom ? Optional.empty() : Optional.of("must be " + allowed);
    }
}
