package org.tidemark.spi;

/**
 * Decides about two edits of a record that met, where {@link Synchronised#merge} would leave it to a person. One CDI
 * bean for each entity class that wants a rule; two of them, or one that could never be asked, fail the deployment.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class LongerVisitCounts implements ConflictRule<Visit> {
 *     public Verdict decide(EditConflict conflict) {
 *         if (!conflict.disputed().equals(List.of("hours"))) {
 *             return Verdict.person();
 *         }
 *         int client = conflict.client().fields().getInt("hours");
 *         return client > conflict.server().fields().getInt("hours") ? Verdict.client() : Verdict.server();
 *     }
 * }
 * }</pre>
 *
 * <p>It is asked under the record's lock, in the transaction of the push, and should be quick; it may query, and writes
 * nothing. What it decides keeps the rules of Bean Validation, or a person decides after all. So does a person where it
 * throws, which is logged. The side that loses stays in the register of conflicts.
 *
 * <p>Conflicts with a deletion, and of two records under one id, are always for a person.
 *
 * @param <E> the entity class that is {@link Synchronised}
 */
public interface ConflictRule<E extends Synchronisable> {

    /** Never null. */
    Verdict decide(EditConflict conflict);
}
