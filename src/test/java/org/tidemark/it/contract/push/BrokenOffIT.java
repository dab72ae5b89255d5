package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Changes;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A push that was halved and then broken off: one half is committed, the other loses its connection each time.
 * PostgreSQL and MariaDB end the session themselves, as they do for an administrator; H2 has no such call.
 */
@ContractTest
class BrokenOffIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row good = Sample.company("emea");
    /** Refused by a trigger, which nobody can foresee: so the push is taken apart. */
    private final Row bad = Sample.company("emea");

    private final Row other = Sample.company("emea");
    private final Row deadly = Sample.company("emea");

    @BeforeEach
    void aRecordThatEndsTheSession() throws SQLException {
        assumeFalse(Database.isH2());
        if (Database.product().equals("MariaDB")) {
            Database.update("CREATE TRIGGER deadly BEFORE INSERT ON company FOR EACH ROW IF NEW.id = '" + deadly.id()
                    + "' THEN KILL CONNECTION_ID(); ELSEIF NEW.id = '" + bad.id()
                    + "' THEN SIGNAL SQLSTATE '45000'; END IF");
        } else {
            Database.update("CREATE FUNCTION deadly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.id = ''"
                    + bad.id() + "'' THEN RAISE EXCEPTION ''not this one''; END IF;"
                    + " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END'");
            Database.update("CREATE TRIGGER deadly BEFORE INSERT ON company FOR EACH ROW WHEN (NEW.id IN ('"
                    + deadly.id() + "', '" + bad.id() + "')) EXECUTE FUNCTION deadly()");
        }
    }

    @AfterEach
    void noMore() throws SQLException {
        switch (Database.product()) {
            case "PostgreSQL" -> Database.update("DROP FUNCTION IF EXISTS deadly() CASCADE");
            case "MariaDB" -> Database.update("DROP TRIGGER IF EXISTS deadly");
            default -> {
                // Nothing was made.
            }
        }
    }

    /** The connection lives from now on. */
    private void onlyTheBadOne() throws SQLException {
        noMore();
        Database.update(
                Database.product().equals("MariaDB")
                        ? "CREATE TRIGGER deadly BEFORE INSERT ON company FOR EACH ROW IF NEW.id = '" + bad.id()
                                + "' THEN SIGNAL SQLSTATE '45000'; END IF"
                        : "CREATE FUNCTION deadly() RETURNS trigger LANGUAGE plpgsql AS"
                                + " 'BEGIN RAISE EXCEPTION ''not this one''; END'");
        if (Database.product().equals("PostgreSQL")) {
            Database.update("CREATE TRIGGER deadly BEFORE INSERT ON company FOR EACH ROW WHEN (NEW.id = '" + bad.id()
                    + "') EXECUTE FUNCTION deadly()");
        }
    }

    @Test
    void the_results_of_the_first_half_survive() throws SQLException {
        Changes changes = changes().add(good).add(bad).add(other).add(deadly);
        JsonObject message = alice.message(changes.push(alice.nextNumber()));
        Answer broken = alice.send(message);
        assertEquals(503, broken.status(), broken::toString);
        assertFalse(broken.header("Retry-After").isEmpty());
        assertEquals(1, Database.count(good), "the first half was committed");
        assertEquals(0, Database.count(deadly));
        long version = Database.number("SELECT sync_version FROM company WHERE id = ?", UUID.fromString(good.id()));

        onlyTheBadOne();
        Outcomes outcomes = new Outcomes(alice.send(message).ok().json().getJsonObject("push"));
        assertEquals(version, outcomes.applied(good), "what was decided is not decided again");
        outcomes.rejected(bad, "constraint");
        outcomes.applied(other);
        outcomes.applied(deadly);
        assertEquals(
                version, Database.number("SELECT sync_version FROM company WHERE id = ?", UUID.fromString(good.id())));
    }
}
