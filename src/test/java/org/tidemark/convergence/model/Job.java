package org.tidemark.convergence.model;

import java.util.ArrayDeque;
import java.util.Deque;
import org.tidemark.convergence.Call;
import org.tidemark.convergence.Wire;

/**
 * One piece of work under way in the server, cut at its statements, so that a history can put anything between two of
 * them. Transactions that the database refuses (deadlock) are begun again a few times, then the job gives up as busy.
 */
final class Job {

    /** One statement; false when it has to wait for a lock and wants to be asked again. */
    interface Step {
        boolean run();
    }

    private static final int ATTEMPTS = 4;

    private final Database database;
    private final Call call;
    private final Deque<Step> steps = new ArrayDeque<>();
    private Runnable restart;
    private Runnable giveUp;
    private Transaction transaction;
    private int refused;
    private Wire.Answer answer;

    Job(Database database, Call call) {
        this.database = database;
        this.call = call;
    }

    Call call() {
        return call;
    }

    Transaction transaction() {
        return transaction;
    }

    /** Begins a transaction; {@code restart} begins it again after a refusal. */
    void begin(Runnable restart, Runnable giveUp) {
        this.restart = restart;
        this.giveUp = giveUp;
        transaction = database.begin();
    }

    void then(Step step) {
        steps.addLast(step);
    }

    void then(Runnable statement) {
        steps.addLast(() -> {
            statement.run();
            return true;
        });
    }

    /** Puts a statement before all that are planned. */
    void next(Step step) {
        steps.addFirst(step);
    }

    void lock(String key) {
        then(() -> transaction.lock(key));
    }

    void abandon() {
        steps.clear();
        transaction.rollback();
    }

    void answer(Wire.Answer answer) {
        this.answer = answer;
    }

    Wire.Answer answer() {
        return answer;
    }

    boolean finished() {
        return steps.isEmpty();
    }

    boolean blocked() {
        return transaction != null && transaction.waitsFor() != null;
    }

    /** Runs one statement; tells whether the database refused it. */
    boolean advance() {
        Step step = steps.poll();
        if (step == null) {
            return false;
        }
        try {
            if (!step.run()) {
                steps.addFirst(step);
            }
            return false;
        } catch (Database.Deadlock deadlock) {
            abandon();
            if (++refused < ATTEMPTS) {
                restart.run();
            } else {
                giveUp.run();
            }
            return true;
        }
    }
}
