package org.tidemark.it.estate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.Answer;
import org.tidemark.it.Server;
import org.tidemark.it.ServerExtension;

/** What an estate gets by putting the classes jar into its WAR, and what it does not lose. */
@ExtendWith(ServerExtension.class)
class AdoptionEstateIT {

    private final Server server;

    AdoptionEstateIT(Server server) {
        this.server = server;
    }

    @Test
    void the_estates_entities_are_the_collections() {
        var collections = server.as("alice").get("/api").json().getJsonArray("collections");

        assertEquals(
                "[technicians, orders, appointments, lines]",
                collections
                        .getValuesAs(json -> json.asJsonObject().getString("name"))
                        .toString());
    }

    @Test
    void the_client_is_served_from_the_jar() {
        assertEquals(200, server.anonymously().get("/tidemark/index.js").status());
        Answer dexie = server.anonymously().get("/tidemark/dexie.mjs");
        assertEquals(200, dexie.status());
        assertTrue(dexie.header("Content-Type").startsWith("text/javascript"), dexie.header("Content-Type"));
    }

    @Test
    void the_estates_own_rest_interface_stays_as_open_as_it_was() {
        Answer answer = server.anonymously().get("/office/greeting");

        assertEquals(200, answer.status(), answer.text());
        assertEquals("field service", answer.text());
    }

    @Test
    void the_estates_own_rest_interface_keeps_its_own_errors() {
        Answer answer = server.anonymously().get("/office/nowhere");

        assertEquals(404, answer.status());
        assertTrue(!answer.header("Content-Type").contains("problem"), "this is not Tidemark's");
    }

    @Test
    void nothing_of_the_synchronisation_is_open_to_strangers_by_whichever_door() {
        assertEquals(401, server.anonymously().get("/api").status());
        assertTrue(server.anonymously().get("/office/replicas").status() >= 400);
    }
}
