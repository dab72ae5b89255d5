package org.tidemark.convergence;

/**
 * One request on its way, and the one answer that can come back for it. A doubled request is a call of its own whose
 * answer nobody waits for, as with a proxy that repeats a POST.
 */
public final class Call {
    private final int replica;
    private final Wire.Request request;
    private final String body;
    private final boolean copy;
    private long arrived;
    private int status;
    private String answer;

    /** @param body the very text to send, if it was not made from the request but the other way round; else null */
    public Call(int replica, Wire.Request request, String body, boolean copy) {
        this.replica = replica;
        this.request = request;
        this.body = body;
        this.copy = copy;
    }

    public int replica() {
        return replica;
    }

    public Wire.Request request() {
        return request;
    }

    public String body() {
        return body;
    }

    /** What a server answered to the letter. */
    public void answered(int status, String answer) {
        this.status = status;
        this.answer = answer;
    }

    public int status() {
        return status;
    }

    public String answer() {
        return answer;
    }

    public boolean copy() {
        return copy;
    }

    /** The moment at which the server began to work on it. */
    public long arrived() {
        return arrived;
    }

    void arrivedAt(long moment) {
        arrived = moment;
    }

    @Override
    public String toString() {
        return "r" + replica + (copy ? " copy of " : " ") + request;
    }
}
