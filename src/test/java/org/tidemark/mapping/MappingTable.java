package org.tidemark.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables of docs/mappings.md.
 *
 * @param rows the second column, by the first
 */
record MappingTable(Map<String, String> rows) {

    static MappingTable read() {
        try {
            Map<String, String> rows = new LinkedHashMap<>();
            for (String line : Files.readAllLines(Path.of("docs", "mappings.md"))) {
                String[] cells = line.split("\\|");
                if (cells.length == 3 && !cells[1].contains("---") && !cells[2].isBlank()) {
                    String before = rows.put(cells[1].strip(), cells[2].strip());
                    if (before != null) {
                        throw new IllegalStateException("two rows for " + cells[1]);
                    }
                }
            }
            return new MappingTable(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mappings that work, perhaps with a remark. */
    Set<String> working() {
        return rows.keySet().stream().filter(this::works).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The mappings that fail the deployment, each with its sentence. */
    Map<String, String> refused() {
        Map<String, String> refused = new LinkedHashMap<>(rows);
        refused.keySet().removeIf(this::works);
        return refused;
    }

    private boolean works(String row) {
        return rows.get(row).matches("works(; .*)?");
    }
}
