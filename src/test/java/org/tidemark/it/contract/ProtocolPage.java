package org.tidemark.it.contract;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The examples of docs/protocol.md. A block {@code http NAME} is a request of that user: a line of method and path, an
 * empty line, the body. The block {@code json STATUS} that follows is its answer. A block {@code event-stream NAME} is
 * what that user hears.
 */
public final class ProtocolPage {

    private static final Path FILE = Path.of("docs/protocol.md");

    private static final Map<String, User> USERS =
            Map.of("alice", User.ALICE, "bob", User.BOB, "carol", User.CAROL, "dave", User.DAVE);

    /** @param line where it stands, for whoever has to mend it */
    private record Block(int line, String kind, String about, String text) {}

    /** A request, and the answer that stands below it. */
    public record Exchange(
            int line, User user, String method, String path, String body, int status, JsonObject answer) {}

    private final List<Block> blocks = new ArrayList<>();

    public ProtocolPage() {
        List<String> lines;
        try {
            lines = Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```")) {
                String[] info = lines.get(i).substring(3).split(" ");
                int first = i + 1;
                while (!lines.get(++i).equals("```")) {
                    // the block goes on
                }
                String text = String.join("\n", lines.subList(first, i));
                blocks.add(new Block(first, info[0], info.length > 1 ? info[1] : "", text));
            }
        }
    }

    public List<Exchange> exchanges() {
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).kind().equals("http")) {
                exchanges.add(exchange(blocks.get(i), blocks.get(i + 1)));
            }
        }
        return exchanges;
    }

    private static Exchange exchange(Block request, Block answer) {
        if (!answer.kind().equals("json")) {
            throw new AssertionError("docs/protocol.md:" + request.line() + ": no answer follows this request");
        }
        String[] parts = request.text().split("\n\n", 2);
        String[] methodAndPath = parts[0].split(" ");
        return new Exchange(
                request.line(),
                USERS.get(request.about()),
                methodAndPath[0],
                methodAndPath[1],
                parts.length == 1 ? "" : parts[1],
                Integer.parseInt(answer.about()),
                Body.parse(answer.text()));
    }

    /** All examples of JSON are part of an exchange: none is left that nobody holds. */
    public long answers() {
        return blocks.stream().filter(block -> block.kind().equals("json")).count();
    }

    /** What the stream tells, by the name of the event. */
    public Stream<Listening.Event> events() {
        return blocks.stream()
                .filter(block -> block.kind().equals("event-stream"))
                .flatMap(block -> Stream.of(block.text().split("\n\n")))
                .map(ProtocolPage::event);
    }

    private static Listening.Event event(String text) {
        String name = null;
        JsonObject data = null;
        for (String line : text.split("\n")) {
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = Body.parse(line.substring("data: ".length()));
            }
        }
        return new Listening.Event(name, data);
    }
}
