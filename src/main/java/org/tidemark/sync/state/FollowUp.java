package org.tidemark.sync.state;

import jakarta.json.JsonObject;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.tidemark.json.Json;
import org.tidemark.spi.InstantConverter;

/**
 * What people add to a conflict of the register: a note, that they have looked at it, who is to decide. In a table of
 * its own, since the push writes the whole row of a conflict, and must not take a note back that came meanwhile.
 */
@Entity
@Cacheable(false)
@Table(name = "tidemark_follow_up")
public class FollowUp {

    @Id
    @Column(name = "conflict")
    private UUID conflict;

    @Column(name = "note")
    private String note;

    @Column(name = "noted_by")
    private String notedBy;

    @Convert(converter = InstantConverter.class)
    @Column(name = "noted_at")
    private Instant notedAt;

    @Column(name = "reviewed_by")
    private String reviewedBy;

    @Convert(converter = InstantConverter.class)
    @Column(name = "reviewed_at")
    private Instant reviewedAt;

    @Column(name = "assignee")
    private String assignee;

    @Column(name = "assigned_by")
    private String assignedBy;

    @Convert(converter = InstantConverter.class)
    @Column(name = "assigned_at")
    private Instant assignedAt;

    protected FollowUp() {}

    public FollowUp(UUID conflict) {
        this.conflict = conflict;
    }

    public UUID conflict() {
        return conflict;
    }

    /** Empty if there is none. */
    public String note() {
        return note == null ? "" : note;
    }

    /** An empty note is none. */
    public void note(String text, String by, Instant at) {
        note = text.isEmpty() ? null : text;
        notedBy = note == null ? null : by;
        notedAt = note == null ? null : at;
    }

    public void reviewed(boolean isReviewed, String by, Instant at) {
        reviewedBy = isReviewed ? by : null;
        reviewedAt = isReviewed ? at : null;
    }

    /** An empty name is nobody. */
    public void assign(String to, String by, Instant at) {
        assignee = to.isEmpty() ? null : to;
        assignedBy = assignee == null ? null : by;
        assignedAt = assignee == null ? null : at;
    }

    /** What there is of it; when and by whom. */
    public JsonObject toJson() {
        var json = Json.createObjectBuilder();
        if (note != null) {
            json.add("note", note).add("notedBy", notedBy).add("notedAt", notedAt.toString());
        }
        if (reviewedBy != null) {
            json.add("reviewedBy", reviewedBy).add("reviewedAt", reviewedAt.toString());
        }
        if (assignee != null) {
            json.add("assignee", assignee).add("assignedBy", assignedBy).add("assignedAt", assignedAt.toString());
        }
        return json.build();
    }
}
