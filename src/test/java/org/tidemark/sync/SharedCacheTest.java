package org.tidemark.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.fieldservice.OrderLine;
import com.example.fieldservice.ServiceOrder;
import com.example.fieldservice.Technician;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.util.List;
import java.util.Map;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.sync.mapping.Everything;

/**
 * EclipseLink shares what it has read between transactions, unless it is told not to, and an estate need not tell it: another node's write
 * would stay unseen.
 */
class SharedCacheTest {

    private static final Map<String, List<Class<?>>> ENTITIES = Map.of(
            "eclipselink",
            List.of(
                    Replica.class,
                    RegisteredConflict.class,
                    ScopeClock.class,
                    ServerIdentity.class,
                    Tombstone.class,
                    Everything.class),
            "fieldservice-eclipselink",
            List.of(Technician.class, ServiceOrder.class, OrderLine.class));

    @ParameterizedTest
    @CsvSource({"eclipselink", "fieldservice-eclipselink"})
    void what_is_synchronised_is_not_in_it(String unit) {
        try (EntityManagerFactory factory = Persistence.createEntityManagerFactory(
                unit,
                Map.of(
                        "jakarta.persistence.jdbc.url",
                        "jdbc:h2:mem:cache",
                        "jakarta.persistence.sharedCache.mode",
                        "UNSPECIFIED",
                        "eclipselink.session-name",
                        "cache of " + unit))) {
            var session = factory.unwrap(ServerSession.class);
            for (Class<?> entity : ENTITIES.get(unit)) {
                assertTrue(session.getDescriptor(entity).getCachePolicy().isIsolated(), entity + " is shared");
            }
        }
    }
}
