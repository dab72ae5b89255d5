package org.tidemark.nodes;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** From the answer to a push at one node to the event at a stream of another one, while nothing else happens. */
final class Latency {

    private static final int TIMES = 200;
    private static final int WARM_UP = 30;

    private Latency() {}

    static String measured(List<ServerNode> nodes) {
        var listener = new Listener(new Client(nodes.get(1).base(), "alice"));
        var writer = new Client(nodes.get(0).base(), "bob");
        Command.await("the stream lives", Duration.ofMinutes(1), listener::isLive);
        List<Double> pushes = new ArrayList<>();
        List<Double> events = new ArrayList<>();
        String replica = UUID.randomUUID().toString();
        for (int i = 1; i <= TIMES + WARM_UP; i++) {
            // Whoever always pushes right after a look would measure the rhythm of the looks.
            Command.pause(150 + (i * 37) % 101);
            long known = listener.version();
            String body = push(replica, i);
            long begin = System.nanoTime();
            int status = writer.sync(body).join().statusCode();
            long answered = System.nanoTime();
            if (status != 200) {
                throw new IllegalStateException("a push was answered with " + status);
            }
            Command.await("the event came", Duration.ofMinutes(1), () -> listener.version() > known);
            if (i > WARM_UP) {
                pushes.add((answered - begin) / 1e6);
                events.add((listener.heardAt() - begin) / 1e6);
            }
        }
        listener.close();
        return "From sending a push at one node, over %d times: answered p50 %.0f ms, p95 %.0f ms;"
                        .formatted(TIMES, at(pushes, 0.5), at(pushes, 0.95))
                + " event at another node p50 %.0f ms, p95 %.0f ms".formatted(at(events, 0.5), at(events, 0.95));
    }

    private static String push(String replica, int number) {
        JsonObjectBuilder company = Json.createObjectBuilder()
                .add("id", UUID.randomUUID().toString())
                .add(
                        "fields",
                        Json.createObjectBuilder().add("name", "Latency AS").add("region", "emea"));
        return Json.createObjectBuilder()
                .add("replica", replica)
                .add(
                        "push",
                        Json.createObjectBuilder()
                                .add("number", number)
                                .add(
                                        "changes",
                                        Json.createObjectBuilder()
                                                .add(
                                                        "companies",
                                                        Json.createObjectBuilder()
                                                                .add(
                                                                        "added",
                                                                        Json.createArrayBuilder()
                                                                                .add(company)))))
                .build()
                .toString();
    }

    private static double at(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size()));
    }
}
