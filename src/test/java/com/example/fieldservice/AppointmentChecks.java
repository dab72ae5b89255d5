package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.tidemark.spi.ChangeApplied;

/** What the application's own pages ask before they save, asked for what replicas send too. */
@ApplicationScoped
public class AppointmentChecks {

    @Inject
    private Calendar calendar;

    void pushed(@Observes ChangeApplied change) {
        if (change.record() instanceof Appointment appointment && appointment.getNote() != null) {
            calendar.check(appointment.getNote());
        }
    }
}
