package org.tidemark.sync;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.PushResult;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.clock.LockedRecords;
import org.tidemark.sync.push.Author;
import org.tidemark.sync.push.ChangeGroups;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.push.PushTransaction;
import org.tidemark.sync.push.RuleEvaluation;
import org.tidemark.sync.retry.UnnumberedWritesException;

/** Pushes to an {@link Estate}, as the exchange does them. */
final class EstateWriter {

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final Estate estate;
    private final IndirectWrites.Known known = new IndirectWrites.Known();

    EstateWriter(Estate estate) {
        this.estate = estate;
    }

    /** What JPA writes besides is heard of where an entity has {@link Ears}. */
    PushResult push(ScopePolicy policy, Change... changes) {
        CallerRights rights = estate.rights(policy);
        while (true) {
            try {
                return estate.inTransaction(em -> {
                    var sideWrites = new IndirectWrites(estate.registry, estate.before(), known);
                    Ears.tell(sideWrites);
                    LockedRecords rows = LockedRecords.lock(em, estate.registry, List.of(changes));
                    var conflicts = PushConflicts.lock(em, Estate.CALLER, rights, List.of());
                    var author = new Author("alice", UUID.randomUUID());
                    var set = new PushTransaction(
                            em,
                            estate.registry,
                            VALIDATOR,
                            rows,
                            rights,
                            author,
                            conflicts,
                            ruling(),
                            Estate.NOBODY,
                            sideWrites);
                    ChangeGroups.of(estate.registry, List.of(changes)).forEach(set::decide);
                    set.write();
                    set.flush();
                    set.findsMoreMerged();
                    return PushResult.of(1).plus(set.applied(), set.detected(), set.rejected());
                });
            } catch (RuntimeException e) {
                if (!(e instanceof UnnumberedWritesException) && !(e.getCause() instanceof UnnumberedWritesException)) {
                    throw e;
                }
            } finally {
                Ears.tell(null);
            }
        }
    }

    private RuleEvaluation ruling() {
        return new RuleEvaluation(estate.rules, Set.of(), estate.isDoomed);
    }
}
