package org.tidemark.triggers;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A foreign key by which a change of the parent changes the child's rows.
 *
 * @param columns of the child
 * @param referenced columns of the parent, in the same order
 */
record ForeignKey(
        String name,
        String child,
        String parent,
        Action onDelete,
        Action onUpdate,
        List<String> columns,
        List<String> referenced) {

    enum Action {
        CASCADE,
        SET_NULL,
        NONE;

        static Action of(String rule) {
            return switch (rule) {
                case "CASCADE" -> CASCADE;
                case "SET NULL" -> SET_NULL;
                default -> NONE;
            };
        }
    }

    boolean isWithin() {
        return child.equalsIgnoreCase(parent);
    }

    /** The condition that a child belongs to a row of the parent. */
    String belongsTo(String row) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i) + " = " + row + "." + referenced.get(i))
                .collect(Collectors.joining(" and "));
    }

    /** The columns, each as a part of a list. */
    static String list(List<String> columns, Function<String, String> part, String between) {
        return columns.stream().map(part).collect(Collectors.joining(between));
    }
}
