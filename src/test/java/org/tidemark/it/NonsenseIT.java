package org.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.Server;
import org.tidemark.it.server.ServerExtension;

/**
 * Twenty thousand requests by chance, and not one that the server has no answer for: no status of 500 and above, and
 * each refusal of ours a problem document. {@code -Dtidemark.it.seed=} plays one again, {@code -Dtidemark.it.requests=}
 * plays more.
 */
@ExtendWith(ServerExtension.class)
class NonsenseIT {

    private static final int REQUESTS = Integer.getInteger("tidemark.it.requests", 20_000);
    private static final int CALLERS = 8;
    private static final int SHOWN = 10;

    /** Open Liberty refuses such an address itself, before any application. */
    private static final Predicate<String> UNREADABLE = Pattern.compile(
                    "^[A-Z]+ [^ ?]*%(00|2f|(?![0-9a-f]{2}))", Pattern.CASE_INSENSITIVE)
            .asPredicate();

    @Test
    void whatever_is_sent_is_answered(Server server) throws Exception {
        long seed = Long.getLong("tidemark.it.seed", 20261129L);
        var callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                var nonsense = new Nonsense(seed + i);
                all.add(() -> send(server, nonsense, REQUESTS / CALLERS));
            }
            List<String> wrong = new ArrayList<>();
            for (Future<List<String>> one : callers.invokeAll(all)) {
                wrong.addAll(one.get());
            }
            assertEquals("", String.join("\n\n", wrong), () -> wrong.size() + " with seed " + seed);
        } finally {
            callers.shutdownNow();
        }
        server.as("dave").get("/api").ok();
    }

    private static List<String> send(Server server, Nonsense nonsense, int many) throws Exception {
        List<String> wrong = new ArrayList<>();
        try (var connection = new RawConnection(server.base(), "127.0.0.9")) {
            for (int i = 0; i < many && wrong.size() < SHOWN; i++) {
                Nonsense.Request request = nonsense.next();
                RawConnection.Said said = connection.send(request.head(), request.body());
                String type = said.header("content-type");
                boolean isOurs = request.head().matches("(?s)[A-Z]+ /(api|sign-).*")
                        && !(said.status() == 400 && UNREADABLE.test(request.head()));
                boolean isProblem = type.startsWith("application/problem+json")
                        || said.body().isEmpty();
                if (said.status() >= 500 || said.status() >= 400 && isOurs && !isProblem) {
                    String body = said.body();
                    wrong.add(said.status() + " " + type + " " + body.substring(0, Math.min(200, body.length()))
                            + "\nto\n" + request);
                }
            }
        }
        return wrong;
    }
}
