package org.tidemark.nodes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An event stream that is opened again whenever it ends, as the client does. It notes the last version heard. */
final class Listener {

    private static final Pattern VERSION = Pattern.compile("\"scope\": ?\"emea\".*\"version\": ?(\\d+)");

    private final Client client;
    private volatile long version;
    private volatile long heardAt;
    private volatile int streams;
    private volatile boolean isLive;
    private volatile boolean isClosed;

    Listener(Client client) {
        this.client = client;
        open();
    }

    private void open() {
        streams++;
        client.events(this::hear).whenComplete((answer, lost) -> {
            isLive = false;
            if (!isClosed) {
                Command.pause(200);
                open();
            }
        });
    }

    private void hear(String line) {
        if (line.contains("alive")) {
            isLive = true;
        }
        Matcher found = VERSION.matcher(line);
        if (found.find()) {
            heardAt = System.nanoTime();
            version = Math.max(version, Long.parseLong(found.group(1)));
        }
    }

    boolean isLive() {
        return isLive;
    }

    long version() {
        return version;
    }

    long heardAt() {
        return heardAt;
    }

    /** How many were opened so far. */
    int streams() {
        return streams;
    }

    void close() {
        isClosed = true;
    }
}
