package org.tidemark.memory;

import org.tidemark.protocol.Refusal;

/**
 * How much of the memory a request may hold while it is answered. What it holds is given back when the answer is
 * written.
 */
public interface Allowance {

    /** Of what nobody counts. */
    Allowance UNBOUNDED = bytes -> true;

    /**
     * Asks for so many bytes more.
     *
     * @return false if there is no room: whoever asked does with less
     */
    boolean grows(long bytes);

    /** The same for what nothing less will do for; throws the {@link Refusal}. */
    default void take(long bytes) {
        if (!grows(bytes)) {
            throw Refusal.busy(Refusal.SOON);
        }
    }
}
