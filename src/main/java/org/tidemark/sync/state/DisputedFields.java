package org.tidemark.sync.state;

import java.util.List;

/** Names of fields in one column, between commas as {@code ,name,phone,}: to look for one, and to count them. */
public final class DisputedFields {

    /** Of the column. */
    private static final int LONGEST = 4_000;

    private DisputedFields() {}

    /** As many as there is room for: the whole list is in the conflict's body. */
    static String join(List<String> names) {
        var text = new StringBuilder(",");
        for (String name : names) {
            if (text.length() + name.length() < LONGEST) {
                text.append(name).append(',');
            }
        }
        return names.isEmpty() ? "" : text.toString();
    }

    /** @param text null where a database knows no empty text */
    public static List<String> split(String text) {
        return text == null || text.length() < 2
                ? List.of()
                : List.of(text.substring(1, text.length() - 1).split(","));
    }
}
