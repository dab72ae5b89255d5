package org.tidemark.json;

/** The beginning of a text that may come from a client: an answer repeats no more of it, however long it is. */
public final class Excerpt {

    private Excerpt() {}

    /**
     * The text if it is short enough; otherwise its beginning, of {@code max} characters at most with the dots that say
     * so.
     */
    public static String of(String text, int max) {
        if (text == null || text.length() <= max) {
            return text;
        }
        int end = max - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
