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

/** The life of the streams with the application, and what they do by the clock: only an EJB has timers. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class EventTimer {

    @Inject
    private EventStreams streams;

    @Resource
    private ManagedExecutorService executor;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    @PostConstruct
    void start() {
        streams.start(executor, scheduler);
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
        streams.endAll();
    }
}
