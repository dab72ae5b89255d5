package org.tidemark.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Everything under {@code /api}. An application that wants it elsewhere maps a servlet of this class's name in its
 * web.xml.
 *
 * <p>All classes are listed and none is a {@code @Provider}: the application's own resources do not appear here, and
 * our filter and mappers do not meddle with them. Our resources do appear there, if the application's own REST
 * application takes whatever the server finds; see {@link SignedIn}.
 */
@ApplicationScoped
@ApplicationPath("api")
public class Api extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                SyncResource.class,
                ConflictResource.class,
                ExportResource.class,
                StatisticsResource.class,
                RuleResource.class,
                RecordResource.class,
                ReplicaResource.class,
                RestoreResource.class,
                AdministrationResource.class,
                AuditResource.class,
                TriggerResource.class,
                MetricsResource.class,
                EventResource.class,
                DocumentResource.class,
                AuthenticationFilter.class,
                CompressionInterceptor.class,
                RefusalMapper.class,
                HttpErrorMapper.class,
                UnexpectedErrorMapper.class);
    }
}
