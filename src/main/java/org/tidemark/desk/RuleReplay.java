package org.tidemark.desk;

import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tidemark.json.Json;
import org.tidemark.log.TroubleLog;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.memory.Allowance;
import org.tidemark.memory.Weight;
import org.tidemark.protocol.Conflict.Kind;
import org.tidemark.protocol.Refusal;
import org.tidemark.spi.Caller;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.Verdict;
import org.tidemark.sync.ServerFacts;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.retry.MachineFailure;
import org.tidemark.sync.state.ConflictEntry;

/**
 * Replays rules over the conflicts that people have decided, and suggests some. It writes nothing: whatever a rule does
 * beside its verdict is rolled back, and no rule begins to decide by this.
 *
 * <p>See docs/protocol.md, P195 to P199.
 */
@Stateless
public class RuleReplay {

    private static final TroubleLog LOG = new TroubleLog(RuleReplay.class);

    /** The newest. */
    static final int MOST = 1_000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Resource
    private SessionContext context;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private ConflictRules rules;

    @Inject
    private ServerFacts server;

    /** The conflicts of a collection that count. */
    public record Past(String collection, Instant since, Instant until) {}

    /** For each collection that the caller may read something of. */
    public JsonObject suggest(Caller caller, Past past, Allowance allowance) {
        Set<String> scopes = server.readableScopes(caller);
        var collections = Json.createArrayBuilder();
        for (SyncCollection collection : registry.all()) {
            if (past.collection() == null || past.collection().equals(collection.name())) {
                var of = new Past(collection.name(), past.since(), past.until());
                List<PastDecision> decisions = decisions(em, caller, scopes, of, allowance);
                collections.add(suggestions(collection, decisions, rules));
            }
        }
        return Json.createObjectBuilder().add("collections", collections).build();
    }

    static JsonObject suggestions(SyncCollection collection, List<PastDecision> decisions, ConflictRules rules) {
        List<RuleSuggestion> suggestions = RuleSuggestion.of(decisions);
        var json = Json.createObjectBuilder()
                .add("collection", collection.name())
                .add("conflicts", decisions.size())
                .add("deployed", rules.has(collection))
                .add("proposed", rules.proposed(collection) != null)
                .add(
                        "suggestions",
                        Json.createArrayBuilder(
                                suggestions.stream().map(RuleSuggestion::toJson).toList()));
        if (!suggestions.isEmpty()) {
            json.add("source", RuleSource.of(collection.javaType(), suggestions));
        }
        return json.build();
    }

    /**
     * What a rule would have decided.
     *
     * @param rule {@code deployed}, {@code proposed}, or one of {@link RuleCandidate} for {@code field}
     */
    public JsonObject replay(Caller caller, Past past, String rule, String field, Allowance allowance) {
        SyncCollection collection = registry.find(past.collection())
                .orElseThrow(() -> Refusal.notFound("There is no collection " + past.collection() + "."));
        Function<PastDecision, Verdict> asked = asked(collection, rule, field);
        List<PastDecision> decisions = decisions(em, caller, server.readableScopes(caller), past, allowance).stream()
                .filter(one -> field == null || one.disputed().contains(field))
                .toList();
        try {
            return outcome(collection, rule, field, decisions, asked);
        } finally {
            context.setRollbackOnly();
        }
    }

    private Function<PastDecision, Verdict> asked(SyncCollection collection, String rule, String field) {
        if ("deployed".equals(rule) || "proposed".equals(rule)) {
            ConflictRule<?> bean = rule.equals("deployed") ? rules.of(collection) : rules.proposed(collection);
            if (bean == null) {
                throw Refusal.notFound("The application has no " + rule + " rule for " + collection.name() + ".");
            }
            return one -> ask(bean, one);
        }
        RuleCandidate candidate = Arrays.stream(RuleCandidate.values())
                .filter(one -> one.wireName().equals(rule))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.malformed("", "rule must be deployed, proposed, or the name of a suggestion"));
        if (field == null || collection.field(field) == null) {
            throw Refusal.malformed("", "field must be a field of " + collection.name());
        }
        return one -> verdict(candidate, field, one);
    }

    static Verdict verdict(RuleCandidate candidate, String field, PastDecision one) {
        JsonValue chosen = candidate.choose(one.client(field), one.server(field));
        // It is asked about this field; what a person took for the others is left as it is.
        return chosen == null
                ? Verdict.person()
                : Verdict.merged(one.disputed().stream()
                        .collect(
                                Json::createObjectBuilder,
                                (json, name) -> json.add(name, name.equals(field) ? chosen : one.taken(name)),
                                (a, b) -> a.addAll(b))
                        .build());
    }

    /** As the push asks it: one that fails leaves it to a person. */
    private static Verdict ask(ConflictRule<?> rule, PastDecision one) {
        try {
            Verdict verdict = rule.decide(one.conflict());
            return verdict == null ? Verdict.person() : verdict;
        } catch (Throwable e) {
            MachineFailure.passOn(e);
            LOG.warn("the rule " + rule.getClass().getName() + " failed in a replay", e);
            return Verdict.person();
        }
    }

    static JsonObject outcome(
            SyncCollection collection,
            String rule,
            String field,
            List<PastDecision> decisions,
            Function<PastDecision, Verdict> asked) {
        int decided = 0;
        int same = 0;
        JsonArrayBuilder cases = Json.createArrayBuilder();
        for (PastDecision one : decisions) {
            Verdict verdict = asked.apply(one);
            boolean isDecided = verdict.outcome() != Verdict.Outcome.PERSON;
            boolean isSame = isDecided && one.isSame(verdict);
            decided += isDecided ? 1 : 0;
            same += isSame ? 1 : 0;
            cases.add(Json.createObjectBuilder()
                    .add("conflict", one.id().toString())
                    .add("record", one.conflict().record().toString())
                    .add("verdict", ConflictEntry.nameOf(verdict.outcome()))
                    .add("outcome", ConflictEntry.nameOf(one.outcome()))
                    .add("resolvedBy", one.by())
                    .add("resolvedAt", one.at().toString())
                    .add("same", isSame));
        }
        var json =
                Json.createObjectBuilder().add("collection", collection.name()).add("rule", rule);
        if (field != null) {
            json.add("field", field);
        }
        return json.add("conflicts", decisions.size())
                .add("decided", decided)
                .add("same", same)
                .add("cases", cases)
                .build();
    }

    /** The newest first, as far as there is room for them. */
    static List<PastDecision> decisions(
            EntityManager em, Caller caller, Set<String> scopes, Past past, Allowance allowance) {
        List<Object[]> found = new ConflictQuery(
                        caller,
                        scopes,
                        ConflictFilter.of(ConflictEntry.Status.SETTLED, past.collection(), past.since(), past.until()))
                // One that opens another again has no earlier and no later side.
                .and("c.kind = :edits and c.settledBy <> :rule and c.reopens is null")
                .with("edits", Kind.MODIFIED_MODIFIED.toString())
                .with("rule", "rule")
                .ordered(true)
                .select(em, "c.id, c.bodySize", Object[].class)
                .setMaxResults(MOST)
                .getResultList();
        List<UUID> ids = new ArrayList<>();
        Set<UUID> overturned = overturned(em, past.collection());
        for (Object[] row : found) {
            if (overturned.contains((UUID) row[0])) {
                continue;
            }
            if (!allowance.grows(Weight.ofConflicts(((Number) row[1]).longValue()))) {
                break;
            }
            ids.add((UUID) row[0]);
        }
        return ConflictRegister.read(em, ids).stream().map(PastDecision::of).toList();
    }

    /** Decisions that people opened again and made anew: those are no evidence. */
    private static Set<UUID> overturned(EntityManager em, String collection) {
        return em.createQuery(
                        "select c.reopens from ConflictEntry c"
                                + " where c.reopens is not null and c.status = :settled and c.collection = :collection",
                        String.class)
                .setParameter("settled", ConflictEntry.Status.SETTLED)
                .setParameter("collection", collection)
                .getResultStream()
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }
}
