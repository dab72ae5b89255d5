package org.tidemark.bench;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.bench.load.Companies;
import org.tidemark.bench.load.Http;

/** RxDB's own server, spoken to as its replication plugin does. A conflict is found by comparing whole documents. */
final class RxDb implements Contestant {

    /** What it is quickest with; larger ones take longer a record. */
    private static final int PUSH = 200;

    private static final int PAGE = 5_000;
    private static final String ENDPOINT = "/companies/0";

    private final NodeProcess node;
    private Http http;
    private final Map<Integer, String> phones = new HashMap<>();
    private String at = "";
    private int round;

    private RxDb(NodeProcess node, Http http) {
        this.node = node;
        this.http = http;
    }

    static RxDb start(Path scripts, Path companies) throws IOException {
        NodeProcess node = NodeProcess.start(scripts, scripts, "rxdb.mjs", companies);
        return new RxDb(
                node, new Http(URI.create("http://127.0.0.1:" + node.next().getInt("port")), null));
    }

    @Override
    public String name() {
        return "rxdb";
    }

    @Override
    public Edits edits(int count) {
        round++;
        List<String> bodies = new ArrayList<>();
        for (int from = 0; from < count; from += PUSH) {
            var rows = Json.createArrayBuilder();
            for (int i = from; i < Math.min(count, from + PUSH); i++) {
                String before = phones.getOrDefault(i, Companies.fields(i).getString("phone"));
                String after = Companies.phone(round, i);
                phones.put(i, after);
                rows.add(Json.createObjectBuilder()
                        .add("newDocumentState", document(i, after))
                        .add("assumedMasterState", document(i, before)));
            }
            bodies.add(rows.build().toString());
        }
        List<String> answers = new ArrayList<>();
        return new Edits() {
            @Override
            public void send() {
                bodies.forEach(body -> answers.add(http.post(ENDPOINT + "/push", body)));
            }

            /** It answers with the documents that conflict. */
            @Override
            public int settle() {
                int conflicts = answers.stream().mapToInt(RxDb::length).sum();
                return count - conflicts;
            }
        };
    }

    private static int length(String array) {
        try (var reader = Json.createReader(new StringReader(array))) {
            return reader.readArray().size();
        }
    }

    private static JsonObject document(int number, String phone) {
        return Json.createObjectBuilder(Companies.fields(number))
                .add("id", Companies.id(number).toString())
                .add("phone", phone)
                .add("_deleted", false)
                .build();
    }

    @Override
    public Pulled pullAll() {
        List<String> pages = new ArrayList<>();
        for (String from = ""; from != null; ) {
            String page = http.get(ENDPOINT + "/pull?limit=" + PAGE + from);
            pages.add(page);
            from = page.startsWith("{\"documents\":[]") ? null : "&" + checkpoint(page);
        }
        return () -> pages.stream()
                .mapToInt(page -> Tidemark.read(page).getJsonArray("documents").size())
                .sum();
    }

    /** The checkpoint stands at the end of a page, as the parameters of the next request. */
    private static String checkpoint(String page) {
        JsonObject checkpoint =
                Tidemark.read(page.substring(page.lastIndexOf("{\"id\":")).replaceAll("}}$", "}"));
        return "id=" + checkpoint.getString("id") + "&lwt=" + checkpoint.getJsonNumber("lwt");
    }

    @Override
    public Sync catchUp() {
        for (String page = ""; !page.startsWith("{\"documents\":[]"); ) {
            page = http.get(ENDPOINT + "/pull?limit=" + PAGE + at);
            at = "&" + checkpoint(page);
        }
        String request = ENDPOINT + "/pull?limit=" + PAGE + at;
        return () -> http.get(request);
    }

    @Override
    public URI address() {
        return http.base();
    }

    @Override
    public void through(URI address) {
        http = http.through(address);
    }

    @Override
    public void close() {
        node.close();
    }
}
