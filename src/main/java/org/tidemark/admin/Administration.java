package org.tidemark.admin;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.tidemark.config.Setting;
import org.tidemark.desk.Counting;
import org.tidemark.desk.Counting.Counted;
import org.tidemark.dialect.Dialect;
import org.tidemark.json.Json;
import org.tidemark.mapping.CollectionRegistry;
import org.tidemark.mapping.SyncCollection;
import org.tidemark.sync.RecentRejections;
import org.tidemark.sync.RecentRejections.Rejected;
import org.tidemark.sync.state.ScopeClock;
import org.tidemark.triggers.TriggerCheck;
import org.tidemark.triggers.Triggers;

/**
 * All that an administrator looks at, in one answer: it counts the rows of each table, so it is for people and not for
 * a monitor.
 *
 * <p>See docs/protocol.md, P174.
 */
@Stateless
public class Administration {

    private static final int MOST_CLOCKS = 1_000;

    @Resource(lookup = "java:comp/env/persistence/tidemark")
    private EntityManager em;

    @Inject
    private CollectionRegistry registry;

    @Inject
    private Dialect dialect;

    @Inject
    private Counting counting;

    @Inject
    private TriggerCheck triggers;

    @Inject
    private RecentRejections rejections;

    /** @param epoch of the database */
    public JsonObject report(UUID epoch) {
        Counted counted = counting.count();
        return Json.createObjectBuilder()
                .add("epoch", epoch.toString())
                .add("database", dialect.name().toLowerCase(Locale.ROOT))
                .add("collections", collections())
                .add("triggers", triggers())
                .add("clocks", clocks())
                .add(
                        "replicas",
                        Json.createObjectBuilder()
                                .add("withinDay", counted.withinDay())
                                .add("withinWeek", counted.withinWeek())
                                .add("longerAgo", counted.longerAgo())
                                .add("lag", counted.lag()))
                .add(
                        "conflicts",
                        Json.createObjectBuilder()
                                .add("open", counted.open())
                                .add("oldestSeconds", counted.oldestSeconds()))
                .add("rejections", recentRejections())
                .add("settings", settings())
                .build();
    }

    private JsonArray collections() {
        Map<String, Long> deleted = deletions();
        var list = Json.createArrayBuilder();
        for (SyncCollection collection : registry.all()) {
            Object[] tally =
                    em.createQuery(collection.queries().tally(), Object[].class).getSingleResult();
            list.add(Json.createObjectBuilder()
                    .add("name", collection.name())
                    .add("records", number(tally[0]))
                    .add("version", number(tally[1]))
                    .add("unnumbered", number(tally[2]))
                    .add("deletions", deleted.getOrDefault(collection.name(), 0L)));
        }
        return list.build();
    }

    /** Of an empty table, the providers say null. */
    private static long number(Object counted) {
        return counted == null ? 0 : ((Number) counted).longValue();
    }

    private Map<String, Long> deletions() {
        Map<String, Long> counts = new HashMap<>();
        em.createQuery(
                        "select t.collection, count(t) from Tombstone t where t.deleted = true group by t.collection",
                        Object[].class)
                .getResultList()
                .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    /** Null for a database that has none, and before anybody has looked. */
    private JsonValue triggers() {
        return triggers.known().<JsonValue>map(Administration::json).orElse(JsonValue.NULL);
    }

    private static JsonObject json(Triggers.Report report) {
        var tables = Json.createArrayBuilder();
        report.states()
                .forEach((table, state) -> tables.add(Json.createObjectBuilder()
                        .add("table", table)
                        .add("state", state.name().toLowerCase(Locale.ROOT))));
        var refused = Json.createArrayBuilder();
        report.refused()
                .forEach((collection, reason) -> refused.add(
                        Json.createObjectBuilder().add("collection", collection).add("reason", reason)));
        var gaps = Json.createArrayBuilder();
        report.gaps().forEach(gaps::add);
        return Json.createObjectBuilder()
                .add("tables", tables)
                .add("refused", refused)
                .add("gaps", gaps)
                .build();
    }

    private JsonArray clocks() {
        var list = Json.createArrayBuilder();
        em.createQuery("select c from ScopeClock c order by c.scope", ScopeClock.class)
                .setMaxResults(MOST_CLOCKS)
                .getResultList()
                .forEach(clock -> list.add(
                        Json.createObjectBuilder().add("scope", clock.scope()).add("version", clock.version())));
        return list.build();
    }

    private JsonArray recentRejections() {
        var list = Json.createArrayBuilder();
        rejections.list().forEach(rejected -> list.add(json(rejected)));
        return list.build();
    }

    private static JsonObject json(Rejected rejected) {
        return Json.createObjectBuilder()
                .add("at", rejected.at().toString())
                .add("user", rejected.user())
                .add("replica", rejected.replica().toString())
                .add("collection", rejected.collection())
                .add("record", rejected.record())
                .add("reason", rejected.reason())
                .build();
    }

    /** A secret is told by no more than that it is there. */
    private static JsonArray settings() {
        var list = Json.createArrayBuilder();
        for (Setting setting : Setting.values()) {
            list.add(Json.createObjectBuilder()
                    .add("name", setting.key())
                    .add("value", setting.shown())
                    .add("chosen", setting.isChosen()));
        }
        return list.build();
    }
}
