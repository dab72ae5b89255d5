package org.tidemark.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.json.bind.JsonbBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the estate did with its entities before, it can do with them now. */
class AdoptedEntityTest {

    public static class Order extends AdoptedEntity {

        private static final long serialVersionUID = 1L;

        private String customer = "Fjord AS";

        public String getCustomer() {
            return customer;
        }

        public void setCustomer(String customer) {
            this.customer = customer;
        }
    }

    private final Order order = new Order();

    AdoptedEntityTest() {
        order.setSyncId(UUID.randomUUID());
    }

    @Test
    void the_json_of_the_estate_is_what_it_was() throws Exception {
        try (var jsonb = JsonbBuilder.create()) {
            assertEquals("{\"customer\":\"Fjord AS\"}", jsonb.toJson(order));
        }
    }

    @Test
    void nobody_gives_an_entity_another_id_by_the_json_of_the_estate() throws Exception {
        try (var jsonb = JsonbBuilder.create()) {
            Order read =
                    jsonb.fromJson("{\"customer\":\"Bjerg\",\"syncId\":\"" + order.getSyncId() + "\"}", Order.class);

            assertEquals("Bjerg", read.getCustomer());
            assertNull(read.getSyncId());
        }
    }

    @Test
    void an_entity_in_a_session_that_a_server_stores_keeps_what_it_is_known_by() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(order);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(order.getSyncId(), ((Order) in.readObject()).getSyncId());
        }
    }
}
