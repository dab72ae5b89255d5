package org.tidemark.sync.retry;

import org.tidemark.protocol.Refusal;

/**
 * Code that is not ours may throw anything: a converter, a getter, a rule. It is to blame for that, also for an
 * {@link Error} of its class or a checked exception that it does not declare. It is not to blame where the machine is
 * at its end, or the thread has to stop.
 */
public final class MachineFailure {

    private static final int MOST_CAUSES = 50;

    private MachineFailure() {}

    /**
     * Does nothing where the code is to blame. Throws on what the machine says. Who is interrupted remains so.
     *
     * @param failure what was caught
     */
    @SuppressWarnings("removal")
    public static void passOn(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            // A recursion without end is a defect of the code.
            if (cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)
                    || cause instanceof ThreadDeath) {
                throw (Error) cause;
            }
            cause = cause.getCause();
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            throw Refusal.busy(DatabaseRefusedException.RETRY_AFTER);
        }
    }
}
