package org.tidemark.sync.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tidemark.sync.Estate.added;
import static org.tidemark.sync.Estate.modified;

import jakarta.ejb.SessionContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.validation.Validation;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.tidemark.protocol.Change;
import org.tidemark.protocol.Push;
import org.tidemark.protocol.PushResult;
import org.tidemark.spi.ScopePolicy;
import org.tidemark.sync.Estate;
import org.tidemark.sync.SyncService;
import org.tidemark.sync.TestUnit;
import org.tidemark.sync.capture.ApplicationWrites;
import org.tidemark.sync.capture.IndirectWrites;
import org.tidemark.sync.kinds.Keys;
import org.tidemark.sync.kinds.Kind;
import org.tidemark.sync.push.ConflictRules;
import org.tidemark.sync.push.PushPart;
import org.tidemark.sync.state.DatabaseEpoch;
import org.tidemark.sync.state.KnownEpoch;
import org.tidemark.sync.state.Replica;

/** When a push asks the estate's policy, which may load the records of the push. */
public class PolicyTest {

    private final String url = Estate.h2("hibernate");

    @Test
    void it_is_asked_when_nobody_else_can_change_the_records_any_more() throws Exception {
        TestUnit unit = TestUnit.of("hibernate", List.of(Kind.class, Keys.Extended.class));
        try (Estate estate = new Estate("hibernate", url, List.of("red"), unit)) {
            UUID id = UUID.randomUUID();
            UUID replica = UUID.randomUUID();
            long version = estate.push(added("extended", id, "{'team': 'red', 'note': 'a'}"))
                    .applied()
                    .getJsonObject(0)
                    .getJsonNumber("version")
                    .longValue();
            estate.inTransaction(em -> {
                em.persist(new DatabaseEpoch(UUID.randomUUID()));
                em.persist(new Replica(replica, Estate.CALLER, Instant.now()));
                return null;
            });
            List<Boolean> free = new ArrayList<>();
            ScopePolicy policy = caller -> {
                free.add(isFree());
                return Set.of("red");
            };

            List<Change> changes = List.of(modified("extended", id, version, "{'note': 'b'}"));
            var push = new Push(1, "digest", changes, List.of());
            PushPart whole = PushPart.of(push.changes());
            PushResult result = estate.inTransaction(em -> service(estate, em, policy)
                    .push(Estate.CALLER, replica, push, whole, null)
                    .result());

            assertEquals(1, result.applied().size());
            assertEquals(Set.of(false), Set.copyOf(free));
        }
    }

    /** Whether somebody else could lock the record now. */
    private boolean isFree() {
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            return statement
                    .executeQuery("select id from extended for update skip locked")
                    .next();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a container would make it, of what a push needs. */
    private static SyncService service(Estate estate, EntityManager em, ScopePolicy policy) {
        var service = new SyncService();
        set(service, "em", em);
        set(service, "registry", estate.registry);
        set(service, "observers", Estate.NOBODY);
        set(service, "epochs", new KnownEpoch());
        set(service, "rules", ConflictRules.NONE);
        set(service, "validator", Validation.buildDefaultValidatorFactory().getValidator());
        set(service, "context", proxy(SessionContext.class, (any, method, arguments) -> false));
        set(service, "facts", proxy(Event.class, (any, method, arguments) -> null));
        var rights = new PolicyRights();
        set(rights, "policy", proxy(Instance.class, (any, method, arguments) -> {
            return method.getName().equals("get") ? policy : false;
        }));
        set(service, "rights", rights);
        set(service, "estateWrites", new ApplicationWrites() {
            @Override
            public IndirectWrites collect() {
                return new IndirectWrites(estate.registry, estate.before(), new IndirectWrites.Known());
            }
        });
        return service;
    }

    private static Object proxy(Class<?> type, InvocationHandler answers) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers);
    }

    private static void set(Object bean, String name, Object value) {
        try {
            Field field = bean.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(bean, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
