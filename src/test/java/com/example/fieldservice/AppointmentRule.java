package com.example.fieldservice;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.util.List;
import org.tidemark.spi.ConflictRule;
import org.tidemark.spi.EditConflict;
import org.tidemark.spi.Verdict;

/** Two who worked on one appointment: the longer work counts, and both notes are kept. Who comes when is for people. */
@ApplicationScoped
public class AppointmentRule implements ConflictRule<Appointment> {

    @Inject
    private Calendar calendar;

    @Override
    public Verdict decide(EditConflict conflict) {
        if (conflict.disputed().equals(List.of("hours"))) {
            int client = conflict.client().fields().getInt("hours");
            return client > conflict.server().fields().getInt("hours") ? Verdict.client() : Verdict.server();
        }
        if (conflict.disputed().equals(List.of("note"))) {
            String note = conflict.client().fields().getString("note");
            calendar.check(note);
            return Verdict.merged(Json.createObjectBuilder()
                    .add("note", conflict.server().fields().getString("note") + ", " + note)
                    .build());
        }
        return Verdict.person();
    }
}
