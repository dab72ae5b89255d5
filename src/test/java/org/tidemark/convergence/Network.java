package org.tidemark.convergence;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests and answers on their way. Nothing arrives by itself: the history delivers, loses, doubles, or leaves a
 * message lying until newer ones have overtaken it.
 */
public final class Network {
    /** A request, or with an answer the way back. */
    record Message(Call call, Wire.Answer answer) {
        boolean request() {
            return answer == null;
        }
    }

    private final List<Message> messages = new ArrayList<>();
    private long moment;

    /** Counts everything that happens; the only clock that the checker trusts. */
    public long moment() {
        return moment;
    }

    void tick() {
        moment++;
    }

    public Call send(int replica, Wire.Request request, String body) {
        Call call = new Call(replica, request, body, false);
        messages.add(new Message(call, null));
        return call;
    }

    void back(Call call, Wire.Answer answer) {
        messages.add(new Message(call, answer));
    }

    int size() {
        return messages.size();
    }

    Message take(int n) {
        return messages.remove(n);
    }

    Message look(int n) {
        return messages.get(n);
    }

    /** The same message a second time. */
    void copy(Message message) {
        if (message.request()) {
            Call first = message.call();
            messages.add(new Message(new Call(first.replica(), first.request(), first.body(), true), null));
        } else {
            messages.add(message);
        }
    }

    /** The message of a call, taken off the wire; null if it is not on it. */
    Message take(Call call) {
        for (int n = 0; n < messages.size(); n++) {
            if (messages.get(n).call() == call) {
                return messages.remove(n);
            }
        }
        return null;
    }
}
