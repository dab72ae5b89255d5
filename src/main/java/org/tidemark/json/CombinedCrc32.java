package org.tidemark.json;

/**
 * The checksum (CRC-32) of two texts, one after the other, from theirs: nobody has to read them again. The checksum of
 * a text is the remainder of a polynomial over GF(2); to put {@code n} bytes behind it multiplies that by x to the
 * power of 8n. As zlib's crc32_combine, which the JDK does not show.
 */
final class CombinedCrc32 {

    /** The polynomial of CRC-32; the highest bit stands for 1, the next one for x. */
    private static final int POLYNOMIAL = 0xEDB88320;

    private static final int ONE = 1 << 31;
    /** x to the power of 8: a byte. */
    private static final int BYTE = ONE >>> 8;

    private CombinedCrc32() {}

    static int combine(int first, int second, long secondLength) {
        return multiply(power(secondLength), first) ^ second;
    }

    /** x to the power of 8n, by squaring. */
    private static int power(long n) {
        int power = ONE;
        int square = BYTE;
        for (long left = n; left != 0; left >>>= 1) {
            if ((left & 1) != 0) {
                power = multiply(square, power);
            }
            square = multiply(square, square);
        }
        return power;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shifted = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) != 0 ? (shifted >>> 1) ^ POLYNOMIAL : shifted >>> 1;
        }
        return product;
    }
}
