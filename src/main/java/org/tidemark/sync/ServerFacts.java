package org.tidemark.sync;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.tidemark.dialect.Dialect;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.field.FieldRules;
import org.tidemark.protocol.RecordKey;
import org.tidemark.spi.Caller;
import org.tidemark.sync.access.CallerRights;
import org.tidemark.sync.access.PolicyRights;
import org.tidemark.sync.audit.AuditLog;
import org.tidemark.sync.clock.UnreadableRecords;
import org.tidemark.sync.constraints.TableReader;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.push.PushConflicts;
import org.tidemark.sync.retry.DatabaseRefusedException;
import org.tidemark.sync.state.ConflictEntry;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.KnownEpoch;

/**
 * What others than a push and a pull ask of the server: about records, conflicts, rights, tables and the database
 * itself.
 */
@Stateless
public class ServerFacts {

    /** So many scopes are told. */
    private static final int MOST_SCOPES = 1000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private PolicyRights rights;

    @Inject
    private Validator validator;

    @Inject
    private Dialect dialect;

    @Inject
    private KnownEpoch epochs;

    /** A record as the server has it now, whoever may read that; empty if it is gone without a trace. */
    public Optional<CurrentRecord> serverSide(RecordKey record) {
        return new CurrentRecords(em, registry).of(record);
    }

    /** The same of several; those that are gone without a trace are absent. */
    public Map<RecordKey, CurrentRecord> serverSides(Collection<RecordKey> records) {
        return new CurrentRecords(em, registry).of(records);
    }

    /** The fields of a record that JPA cannot read from their columns; empty if it reads the record. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Optional<List<String>> unreadableFields(RecordKey record) {
        return registry.find(record.collection()).flatMap(collection -> UnreadableRecords.of(em, collection, record));
    }

    /** Whether the caller may see the conflict, and resolve it. */
    public boolean mayResolve(Caller caller, ConflictEntry conflict) {
        return PushConflicts.mayResolve(conflict, caller, rights.of(em, caller));
    }

    /** The scopes that the caller may read. */
    public Set<String> readableScopes(Caller caller) {
        return rights.of(em, caller).readable();
    }

    /** How many characters these conflicts have, as far as they are open. */
    public long sizeOfConflicts(List<UUID> ids) {
        return DatabaseRefusedException.refusing(() -> PushConflicts.size(em, ids));
    }

    /** What this server synchronises, as it is for the caller. */
    public List<JsonObject> collections(Caller caller) {
        CallerRights may = rights.of(em, caller);
        return registry.all().stream()
                .map(collection -> collection.describe(
                        may.readOnly(collection),
                        rules.has(collection),
                        FieldRules.of(validator, collection.javaType())))
                .toList();
    }

    /**
     * The scopes that the caller may write, for a client to offer them; empty where they are not told, because they are
     * all that there are, or more than anybody chooses from.
     */
    public Optional<Set<String>> writableScopes(Caller caller) {
        return rights.of(em, caller).writable().filter(scopes -> scopes.size() <= MOST_SCOPES);
    }

    /** Notes that the caller is about to take the register away as a file. */
    public void exports(Caller caller, String format, String query) {
        DatabaseRefusedException.refusing(() -> {
            AuditLog.of(em, caller.user(), null).exported(format, query);
            return null;
        });
    }

    /** Asks the database for its columns and keys. */
    public void readTables() {
        DatabaseRefusedException.refusing(() -> {
            TableReader.read(em, registry, dialect);
            return null;
        });
    }

    /** The epoch of this database: one query, in no transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public UUID epoch() {
        return epochs.ask(em);
    }

    /**
     * Declares that the database was restored from a backup. Replicas know versions that it has forgotten: they start
     * anew, keeping what they have not sent, and the clocks leap, so that no number is given to a second state.
     *
     * @return the new epoch
     */
    public UUID restored(Caller caller) {
        UUID epoch = DatabaseEpoch.restore(em);
        AuditLog.of(em, caller.user(), null).restored(epoch);
        return epoch;
    }
}
