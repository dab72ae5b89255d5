package org.tidemark.rest.events;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.tidemark.sync.clock.ScopeWatch;

/** The life of the streams with the application, and what they do by the clock: only an EJB has timers. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class EventTimer {

    /** Nobody sees a difference below that. */
    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(50);

    /** How many times as long as it looks it rests: many clocks, or a slow database, are looked at less often. */
    private static final long REST = 20;

    @Inject
    private EventStreams streams;

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private ScopeWatch otherNodes;

    private volatile boolean hasEnded;

    @PostConstruct
    void start() {
        streams.start(executor, scheduler);
        glanceAfter(GLANCE);
    }

    private void glanceAfter(long nanos) {
        if (!hasEnded) {
            scheduler.schedule(this::glance, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void glance() {
        long began = System.nanoTime();
        try {
            if (streams.isAnyOpen()) {
                otherNodes.glance();
            }
        } finally {
            glanceAfter(Math.max(GLANCE, (System.nanoTime() - began) * REST));
        }
    }

    /** As often as {@link EventStream#BEAT} says. */
    @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
    void beat() {
        streams.beat();
    }

    /** Beside the beat: the policy may be slow. */
    @Schedule(hour = "*", minute = "*", second = "7", persistent = false)
    void lookAtRights() {
        streams.lookAtRights();
    }

    @PreDestroy
    void stop() {
        hasEnded = true;
        streams.endAll();
    }
}
