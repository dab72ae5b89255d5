package org.tidemark.protocol;

/**
 * What the server takes and gives at once.
 *
 * @param changes changes and resolutions of one push
 * @param bytes of one request, unpacked
 * @param page records of one answer
 */
public record Limits(int changes, int bytes, int page) {

    public static final Limits DEFAULT = new Limits(1000, 4 * 1024 * 1024, 5000);
}
