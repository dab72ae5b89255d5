package org.tidemark.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.example.recipes.Skill;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

    /**
     * As the recipe for an existing UUID has it, and one that was made for replicas: neither has an annotation of JSON.
     */
    static Stream<Arguments> contracts() {
        Skill skill = new Skill();
        skill.setName("Welding");
        skill.setSyncId(UUID.randomUUID());
        return Stream.of(
                Arguments.of(skill, Set.of("id", "externalId", "audience", "name")),
                Arguments.of(new Made(), Set.of("id", "text")),
                Arguments.of(new Order(), Set.of("customer")));
    }

    public static class Made extends SyncedEntity {

        private static final long serialVersionUID = 1L;

        public String getText() {
            return "text";
        }
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void jackson_and_jsonb_show_nothing_of_the_contract(Object entity, Set<String> members) throws Exception {
        assertEquals(members, names(new ObjectMapper().valueToTree(entity)));
        var byGetters = JsonMapper.builder().visibility(PropertyAccessor.FIELD, Visibility.NONE);
        assertEquals(members, names(byGetters.build().valueToTree(entity)));
        try (var jsonb = JsonbBuilder.create(new JsonbConfig().withNullValues(true))) {
            assertEquals(members, names(new ObjectMapper().readTree(jsonb.toJson(entity))));
        }
    }

    /** Jackson may be told to look at fields: what the contract's getters stand for is hidden there too. */
    @Test
    void jackson_by_fields_shows_the_estates_own() {
        var byFields = JsonMapper.builder()
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .build();
        assertEquals(Set.of("customer"), names(byFields.valueToTree(order)));
    }

    @Test
    void nobody_gives_an_entity_another_id_by_jackson() throws Exception {
        String sent = "{\"customer\":\"Bjerg\",\"syncId\":\"" + order.getSyncId() + "\",\"sync\":{\"version\":7}}";
        Order read = new ObjectMapper().readValue(sent, Order.class);
        assertEquals("Bjerg", read.getCustomer());
        assertNull(read.getSyncId());
        assertEquals(0, read.getSync().getVersion());
    }

    private static Set<String> names(JsonNode json) {
        Set<String> names = new HashSet<>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
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
