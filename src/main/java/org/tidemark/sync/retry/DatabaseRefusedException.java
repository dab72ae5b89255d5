package org.tidemark.sync.retry;

import jakarta.ejb.ApplicationException;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.PessimisticLockException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.mapping.field.SyncField;
import org.tidemark.protocol.RecordKey;
import org.tidemark.protocol.Refusal;
import org.tidemark.protocol.Rejection;
import org.tidemark.protocol.Rejection.Violation;

/** The database did not take what the transaction wrote. Nothing of the transaction remains. */
@ApplicationException(rollback = true)
public class DatabaseRefusedException extends RefusedException {

    private static final long serialVersionUID = 1L;

    /**
     * SQLState for "statement completion unknown": the commit failed, and the container does not say why (Payara drops
     * the cause of a serialisation failure at commit). To do it again is safe: if it was committed, its result is
     * stored.
     */
    private static final String OUTCOME_UNKNOWN = "40003";

    /**
     * SQLState for "no connection": a pool that has none to give says so in an exception of its own, without a state.
     */
    private static final String NO_CONNECTION = "08001";

    /**
     * SQLState for "somebody else's write came first", which a provider that reads before it locks finds out by itself.
     */
    private static final String OVERTAKEN = "40001";

    /**
     * SQLState of MariaDB's driver: it went on to another member of the cluster, and the transaction stayed behind.
     */
    private static final String MOVED_ON = "25S03";

    /**
     * H2's own: the database is locked, the connection broke, the database was closed or is closing, somebody else's
     * update came first.
     */
    private static final Set<String> H2_TRANSIENT = Set.of("90020", "90067", "90098", "90121", "90131", "90135");

    /**
     * SQLStates of what keeps a change out of a schema that is in order: a trigger that may not change that row (09,
     * 27), a policy of rows or a privilege (42501), a view's check option (44), a trigger's own {@code signal} (45) or
     * {@code raise exception} (P0), a limit such as that of an index (54). What else is under 42 is a table or column
     * that is missing: no change is to blame for that, it waits until somebody mends it.
     */
    private static final List<String> KEPT_OUT = List.of("09", "27", "42501", "44", "45", "54", "P0");

    /** PostgreSQL, H2 and MariaDB: there is no such table. */
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S04");

    /** MariaDB puts much under one state, or under none; its numbers tell, in the states that the others use. */
    private static final Map<Integer, String> MARIADB = Map.ofEntries(
            Map.entry(1020, "40001"), // the row has changed since the transaction began
            Map.entry(1021, "53100"), // disk full
            Map.entry(1048, "23502"),
            Map.entry(1062, "23505"),
            Map.entry(1114, "53100"), // table full
            Map.entry(1203, "53300"), // too many connections of this user
            Map.entry(1205, "HYT00"), // a lock was not to be had
            Map.entry(1206, "53200"), // too many locks
            Map.entry(1364, "23502"), // no default
            Map.entry(1412, "40001"), // the table has been altered since the transaction began
            Map.entry(1451, "23503"),
            Map.entry(1452, "23503"),
            Map.entry(1927, "08006")); // killed

    /** MariaDB's message of a value that is taken, which names the value of somebody else's row before the key. */
    private static final Pattern TAKEN = Pattern.compile(".*Duplicate entry '.*' for key ", Pattern.DOTALL);

    /** As long as a database takes to choose which of two goes on, or to start again. */
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final String sqlState;
    private final String sqlMessage;

    private DatabaseRefusedException(String sqlState, String sqlMessage, Throwable cause) {
        super("the database refused: SQLState " + sqlState, cause);
        this.sqlState = sqlState;
        this.sqlMessage = sqlMessage;
    }

    /** What the database said, or the exception itself if the database did not say anything. */
    public static RuntimeException of(Throwable failure) {
        boolean endedByContainer = false;
        boolean noConnection = false;
        boolean overtaken = false;
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof RefusedException known) {
                return known;
            }
            noConnection |= cause instanceof SQLException sql && sql.getSQLState() == null;
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return new DatabaseRefusedException(
                        MARIADB.getOrDefault(sql.getErrorCode(), sql.getSQLState()), message(sql), failure);
            }
            if (cause instanceof EntityExistsException) {
                // The provider saw the taken key before the database could.
                return new DatabaseRefusedException("23505", "", failure);
            }
            overtaken |= cause instanceof OptimisticLockException || cause instanceof PessimisticLockException;
            endedByContainer |= cause instanceof SystemException || cause instanceof RollbackException;
        }
        if (overtaken) {
            return new DatabaseRefusedException(OVERTAKEN, "", failure);
        }
        if (noConnection) {
            return new DatabaseRefusedException(NO_CONNECTION, "", failure);
        }
        if (endedByContainer) {
            return new DatabaseRefusedException(OUTCOME_UNKNOWN, "", failure);
        }
        return failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }

    private static String message(SQLException sql) {
        // H2 appends the statement, which names every column.
        String message = String.valueOf(sql.getMessage()).split("; SQL statement")[0];
        return TAKEN.matcher(message).replaceFirst("");
    }

    /** What a caller hears if that was the reason and it may work the next time; empty for everything else. */
    public static Optional<Refusal> busy(Throwable failure) {
        if (!(failure instanceof Exception exception) || !(of(exception) instanceof DatabaseRefusedException refused)) {
            return Optional.empty();
        }
        if (refused.isBeforeOurTables()) {
            return Optional.of(Refusal.waitsForDatabase(RETRY_AFTER));
        }
        return refused.isTransient() ? Optional.of(Refusal.busy(RETRY_AFTER)) : Optional.empty();
    }

    /**
     * A deadlock, a serialisation failure, a lock that was not to be had, a connection that broke, a full disk: it may
     * work the next time.
     */
    public boolean isTransient() {
        return sqlState.startsWith("40")
                || sqlState.startsWith("08")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57P")
                || sqlState.equals("55P03")
                || sqlState.equals("HYT00")
                || sqlState.equals(MOVED_ON)
                || H2_TRANSIENT.contains(sqlState);
    }

    /** A table of ours is missing: the node's scripts have not run yet. */
    private boolean isBeforeOurTables() {
        return NO_TABLE.contains(sqlState)
                && sqlMessage.toLowerCase(Locale.ROOT).contains("tidemark_");
    }

    /** A value that must be unique is there already. */
    boolean isTaken() {
        return sqlState.equals("23505");
    }

    /** A value that the schema forbids: it will be refused each time. */
    public boolean isConstraint() {
        return sqlState.startsWith("23") || sqlState.startsWith("22");
    }

    /** A driver found a value in a row that it cannot give as what it was asked for. */
    boolean isOfValue() {
        return sqlState.startsWith("22") || sqlState.startsWith("07");
    }

    /** What was wrong, without the values of other people's rows that the database's own message may hold. */
    String detail() {
        return switch (sqlState) {
            case "23505" -> "a value that must be unique is taken";
            case "23503", "23506" -> "a record that it refers to is missing, or other records still refer to it";
            case "23502" -> "a required value is missing";
            case "22001", "54000" -> "a value is too long";
            case "22003" -> "a number is out of range";
            case "42501", "44000" -> "the database does not permit it";
            case "45000", "P0001" -> "a rule of the database does not accept it";
            default -> "the database refused it (SQLState " + sqlState + ")";
        };
    }

    @Override
    public boolean isForGood() {
        return isConstraint() || KEPT_OUT.stream().anyMatch(sqlState::startsWith);
    }

    /** Names the field whose column the database's message names; the message itself is never sent. */
    @Override
    public Rejection rejection(RecordKey key, SyncCollection collection) {
        SyncField field = collection == null ? null : collection.namedIn(sqlMessage);
        List<Violation> violations = field == null ? List.of() : List.of(new Violation(field.name(), detail()));
        return new Rejection(key, Rejection.Reason.CONSTRAINT, detail(), violations);
    }

    /** Does this, and says of what the database does not take that it does not. */
    public static <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (PersistenceException e) {
            throw of(e);
        }
    }
}
