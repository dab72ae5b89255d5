package org.tidemark.desk;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.tidemark.memory.Allowance;
import org.tidemark.spi.Caller;

/**
 * The register as a file, page after page, each by the rights of its moment. Memory does not grow with the register.
 *
 * <p>See docs/protocol.md, P185.
 */
@ApplicationScoped
public class RegisterExport {

    private static final int PAGE = 200;

    private static final List<String> COLUMNS = List.of(
            "id",
            "status",
            "collection",
            "record",
            "kind",
            "scope",
            "detectedAt",
            "user",
            "device",
            "disputed",
            "serverBy",
            "serverAt",
            "outcome",
            "resolvedBy",
            "resolvedAt",
            "reopens",
            "assignee",
            "reviewedBy",
            "reviewedAt",
            "note",
            "base",
            "client",
            "server",
            "resolution");

    @Inject
    private ConflictRegister register;

    /** A line for each conflict, below the names of the columns. */
    public void csv(Caller caller, ConflictFilter filter, Allowance allowance, Writer out) throws IOException {
        out.write(Csv.line(COLUMNS));
        eachPage(caller, filter, allowance, conflicts -> {
            for (JsonObject conflict : conflicts) {
                out.write(line(conflict));
            }
        });
        out.flush();
    }

    /** The conflicts as the list has them. */
    public void json(Caller caller, ConflictFilter filter, Allowance allowance, Writer out) throws IOException {
        out.write("{\"conflicts\": [");
        String[] between = {"\n"};
        eachPage(caller, filter, allowance, conflicts -> {
            for (JsonObject conflict : conflicts) {
                out.write(between[0] + conflict);
                between[0] = ",\n";
            }
        });
        out.write("\n]}\n");
        out.flush();
    }

    /** Writes a page. */
    private interface PageWriter {
        void write(List<JsonObject> conflicts) throws IOException;
    }

    private void eachPage(Caller caller, ConflictFilter filter, Allowance allowance, PageWriter writer)
            throws IOException {
        var reused = new ReusedAllowance(allowance);
        UUID after = null;
        ConflictRegister.Page page;
        do {
            reused.begin();
            page = register.list(caller, filter, new ConflictFilter.Slice(after, PAGE, true), reused);
            writer.write(page.conflicts());
            if (!page.conflicts().isEmpty()) {
                after = UUID.fromString(
                        page.conflicts().get(page.conflicts().size() - 1).getString("id"));
            }
        } while (page.more() && !page.conflicts().isEmpty());
    }

    static String line(JsonObject conflict) {
        JsonObject followUp = object(conflict, "followUp");
        JsonObject server = object(conflict, "server");
        return Csv.line(COLUMNS.stream()
                .map(column -> switch (column) {
                    case "assignee", "reviewedBy", "reviewedAt", "note" -> text(followUp.get(column));
                    case "serverBy" -> text(server.get("modifiedBy"));
                    case "serverAt" -> text(server.get("modifiedAt"));
                    default -> text(conflict.get(column));
                })
                .toList());
    }

    private static JsonObject object(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    private static String text(JsonValue value) {
        if (value == null || value == JsonValue.NULL) {
            return "";
        }
        if (value instanceof JsonArray names) {
            return names.stream().map(RegisterExport::text).collect(Collectors.joining(" "));
        }
        return value instanceof JsonString string ? string.getString() : value.toString();
    }
}
