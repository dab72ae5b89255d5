package org.tidemark.sync.state;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tidemark.dialect.Dialect;
import org.tidemark.sync.audit.AuditEntry;
import org.tidemark.sync.audit.AuditHead;
import org.tidemark.sync.audit.WaitingAuditEntry;

/**
 * Looks whether the persistence unit knows Tidemark's own entities, and whether their tables come from our scripts. A
 * provider that creates the tables makes {@code varchar(255)} of what has to hold a whole push.
 */
public final class OwnTables {

    private static final int SHORTEST_TEXT = 1_000_000;

    private static final List<String> LONG_TEXTS = List.of(
            "tidemark_replica.result",
            "tidemark_replica.seen",
            "tidemark_conflict.body",
            "tidemark_conflict.resolution",
            "tidemark_follow_up.note",
            "tidemark_audit_waiting.detail",
            "tidemark_audit.detail");

    private OwnTables() {}

    /** A sentence for each mistake, with its cure. Tables that are not there yet are none: scripts may run later. */
    public static List<String> mistakes(EntityManager em, Dialect dialect) {
        List<String> mistakes = new ArrayList<>(unknownEntities(em));
        if (mistakes.isEmpty()) {
            mistakes.addAll(shortColumns(em, dialect));
        }
        return mistakes;
    }

    private static List<String> unknownEntities(EntityManager em) {
        List<String> unknown = Stream.of(
                        Replica.class,
                        ScopeClock.class,
                        Tombstone.class,
                        ConflictEntry.class,
                        FollowUp.class,
                        ChangeCount.class,
                        DatabaseEpoch.class,
                        CursorKey.class,
                        WaitingAuditEntry.class,
                        AuditEntry.class,
                        AuditHead.class)
                .filter(entity ->
                        em.getMetamodel().getEntities().stream().noneMatch(known -> known.getJavaType() == entity))
                .map(Class::getSimpleName)
                .toList();
        return unknown.isEmpty()
                ? List.of()
                : List.of("the persistence unit does not know Tidemark's entities " + String.join(", ", unknown)
                        + ": add <mapping-file>META-INF/tidemark-orm.xml</mapping-file> to persistence.xml");
    }

    private static List<String> shortColumns(EntityManager em, Dialect dialect) {
        return dialect.shorter(em, LONG_TEXTS, SHORTEST_TEXT).stream()
                .map(column -> column
                        + " is too short for what it has to hold: make it text, or longtext on MariaDB."
                        + " The tables come from org/tidemark/db/*/V1__tidemark.sql; the persistence"
                        + " provider must not create them")
                .toList();
    }
}
