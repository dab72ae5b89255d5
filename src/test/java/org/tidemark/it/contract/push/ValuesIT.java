package org.tidemark.it.contract.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A value comes back as it was sent, or is refused by name; nothing is rounded, cut or dropped on the way.
 *
 * <p>See docs/protocol.md, P20 to P27.
 */
@ContractTest
class ValuesIT {

    private final Replica alice = Replica.abreast(User.ALICE);
    private final Row company = Sample.company("emea");

    static Stream<Arguments> valuesThatComeBackAsTheyWere() {
        return Stream.of(
                arguments("a decimal as text", "annualRevenue", "1234567890123.45"),
                arguments("the largest decimal", "annualRevenue", "9999999999999.99"),
                arguments("no decimal at all", "annualRevenue", null),
                arguments("a date", "founded", "1878-12-05"),
                arguments("a leap day", "founded", "2024-02-29"),
                arguments("no date", "founded", null),
                arguments("zero", "employees", 0),
                arguments("the largest int", "employees", Integer.MAX_VALUE),
                arguments("no int", "employees", null),
                arguments("scripts of the world", "notes", "Ærø, Łódź, Αθήνα, Київ, 東京, القاهرة, हैदराबाद"),
                arguments("an emoji beyond the basic plane", "notes", "Ask for 👩‍🚀 Ada 🚀"),
                arguments("combining marks, left as they are", "notes", "e\u0301 is not \u00e9"),
                arguments("quotes, backslashes and lines", "notes", "\"C:\\temp\"\n\tline two\r\nline three"),
                arguments("markup, as text", "notes", "<script>alert('x')</script> & Co."),
                arguments("SQL, as text", "notes", "'); DROP TABLE company; --"),
                arguments("separators that JavaScript once tripped over", "notes", "a\u2028b\u2029c"),
                arguments("no text", "notes", null),
                arguments("the longest name", "name", "N".repeat(200)),
                arguments(
                        "a part of an embeddable",
                        "address",
                        Body.object("street", null, "city", "Tromsø", "postalCode", null, "country", "NO")),
                arguments("no embeddable", "address", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void valuesThatComeBackAsTheyWere(String name, String field, Object value) {
        Row sent = company.with(field, value);
        alice.add(sent);
        alice.pull();
        Fields.assertSame(sent, alice.held(sent));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valuesThatComeBackAsTheyWere")
    void anEditBringsThemTheSameWay(String name, String field, Object value) {
        long version = alice.add(company);
        Row edited = company.with(field, value);
        alice.modify(company, version, edited);
        alice.pull();
        Fields.assertSame(edited, alice.held(edited));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1250000.5", "0", "12", "-3.25", "1e3"})
    void a_decimal_may_be_sent_as_number_and_comes_back_as_text(String number) {
        Row sent = company.with("annualRevenue", new BigDecimal(number));
        alice.add(sent);
        JsonValue back = alice.pull().held(sent).row().fields().get("annualRevenue");
        assertEquals(JsonValue.ValueType.STRING, back.getValueType(), back::toString);
        assertEquals(
                0,
                new BigDecimal(number)
                        .compareTo(
                                new BigDecimal(alice.held(sent).row().fields().getString("annualRevenue"))));
    }

    /** 12 and 12.00 are one amount: to call them different would make conflicts of nothing. */
    @Test
    void an_amount_written_otherwise_is_the_same_amount() {
        alice.add(company.with("annualRevenue", "12.00"));
        Replica bob = Replica.abreast(User.BOB);
        bob.push(changes().add(company.with("annualRevenue", "12"))).applied(company);
        Replica third = Replica.abreast(User.BOB);
        third.push(changes().add(company.with("annualRevenue", new BigDecimal("12.0"))))
                .applied(company);
    }

    @Test
    void a_reference_travels_as_the_id_of_its_target() {
        Row contact = Sample.contact(company);
        Row other = Sample.company("emea");
        Outcomes added = alice.push(changes().add(company).add(other).add(contact));
        alice.pull();
        assertEquals(company.id(), alice.held(contact).row().fields().getString("company"));
        Row moved = contact.with("company", other.id());
        alice.modify(contact, added.applied(contact), moved);
        assertEquals(other.id(), alice.pull().held(contact).row().fields().getString("company"));
    }

    @Test
    void a_field_that_is_absent_from_an_edit_stays_as_it_is() {
        long version = alice.add(company);
        Row phoneOnly = new Row("companies", company.id(), Body.object("phone", "+47 1"));
        alice.push(changes().modify(company, version, phoneOnly)).applied(company);
        Fields.assertSame(company.with("phone", "+47 1"), alice.pull().held(company));
    }

    @Test
    void a_field_that_is_absent_from_a_new_record_has_its_default() {
        Row sparse = company.without("phone").without("address").without("annualRevenue");
        alice.add(sparse);
        Fields.assertSame(sparse, alice.pull().held(sparse));
    }

    @Test
    void a_required_field_that_is_absent_from_a_new_record_is_invalid() {
        Row nameless = company.without("name");
        assertNames(alice.push(changes().add(nameless)).rejected(nameless, "invalid"), "name");
        Row homeless = Sample.company("emea").without("region");
        JsonObject rejected = alice.push(changes().add(homeless)).rejected(homeless);
        assertTrue(rejected.getString("reason").matches("invalid|forbidden"), rejected::toString);
        Row orphan = Sample.contact(company).without("company");
        JsonObject lonely = alice.push(changes().add(orphan)).rejected(orphan);
        assertTrue(lonely.getString("reason").matches("invalid|forbidden"), lonely::toString);
    }

    static Stream<Arguments> valuesThatAreRefused() {
        return Stream.of(
                arguments("a text for an int", "employees", "many"),
                arguments("a text of digits for an int", "employees", "12"),
                arguments("a fraction for an int", "employees", new BigDecimal("1.5")),
                arguments("an int too large", "employees", new BigDecimal("2147483648")),
                arguments("a number that would fill the memory", "employees", raw("1e999999999")),
                arguments("a decimal that would fill the memory", "annualRevenue", raw("1e999999999")),
                arguments("a decimal as text that would", "annualRevenue", "1e999999999"),
                arguments("a tiny decimal that would", "annualRevenue", "1e-999999999"),
                arguments("a decimal that is none", "annualRevenue", "12,50"),
                arguments("no number at all", "annualRevenue", "NaN"),
                arguments("too many decimals", "annualRevenue", "1.234"),
                arguments("too many digits", "annualRevenue", "12345678901234.00"),
                arguments("a day that is none", "founded", "2023-02-29"),
                arguments("a date of another custom", "founded", "05.12.1878"),
                arguments("an instant for a date", "founded", "1878-12-05T00:00:00Z"),
                arguments("a number for a date", "founded", 1878),
                arguments("a number for a text", "phone", 4722001122L),
                arguments("a truth for a text", "phone", true),
                arguments("a list for a text", "notes", Body.array("a", "b")),
                arguments("an object for a text", "notes", Body.object("a", 1)),
                arguments("a text for an object", "address", "Kaigaten 5, Bergen"),
                arguments("a list for an object", "address", Body.array()),
                arguments(
                        "an unknown member of an embeddable", "address", Body.object("city", "Oslo", "planet", "Mars")),
                arguments("a wrong type in an embeddable", "address", Body.object("city", 7)),
                arguments("an unknown field", "shoeSize", 43),
                arguments("a field that differs in case", "Phone", "+47 1"),
                arguments("the id as a field", "id", Sample.id()),
                arguments("a NUL, which PostgreSQL cannot hold", "notes", "a\u0000b"),
                arguments("a NUL in an embeddable", "address", Body.object("city", "Os\u0000lo")),
                arguments("half a character", "notes", raw("\"a\\ud83db\"")),
                arguments("half a character in an embeddable", "address", raw("{\"city\":\"\\ude80\"}")),
                arguments("a blank name", "name", "   "),
                arguments("no name", "name", null),
                arguments("a name of 300", "name", "N".repeat(300)),
                arguments("an e-mail address that is none", "email", "not an address"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void valuesThatAreRefused(String name, String field, Object value) {
        Row good = Sample.company("emea");
        Row bad = company.with(field, PLACE);
        String message = alice.message(changes().add(bad).add(good).push(1))
                .toString()
                .replace("\"" + PLACE + "\"", written(value));
        JsonObject answer = User.ALICE.post("/api/sync", message).ok().json();
        Outcomes outcomes = new Outcomes(answer.getJsonObject("push"));
        outcomes.applied(good);
        JsonObject rejected = outcomes.rejected(bad);
        assertTrue(rejected.getString("reason").matches("malformed|invalid"), rejected::toString);
        assertNames(rejected, field);
        alice.pull();
        assertTrue(alice.find(bad).isEmpty(), "nothing of it is written");
        Fields.assertSame(good, alice.held(good));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valuesThatAreRefused")
    void anEditIsRefusedTheSameWayAndLeavesTheRecordAlone(String name, String field, Object value) {
        long version = alice.add(company);
        Row bad = company.with(field, PLACE);
        String message = alice.message(changes().modify(company, version, bad).push(2))
                .toString()
                .replace("\"" + PLACE + "\"", written(value));
        JsonObject answer = User.ALICE.post("/api/sync", message).ok().json();
        JsonObject rejected = new Outcomes(answer.getJsonObject("push")).rejected(bad);
        assertTrue(rejected.getString("reason").matches("malformed|invalid"), rejected::toString);
        assertNames(rejected, field);
        assertEquals(version, alice.pull().held(company).version());
        Fields.assertSame(company, alice.held(company));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1-1-1-1-1", "", "{0}"})
    void a_reference_that_is_no_id_is_malformed(String reference) {
        Row contact = Sample.contact(company).with("company", reference);
        Outcomes outcomes = alice.push(changes().add(company).add(contact));
        outcomes.applied(company);
        assertNames(outcomes.rejected(contact, "malformed"), "company");
    }

    @Test
    void an_unknown_collection_is_refused_by_name() {
        Row ship = new Row("ships", Sample.id(), Body.object("name", "Fram"));
        Outcomes outcomes = alice.push(changes().add(ship).add(company));
        outcomes.applied(company);
        assertEquals("ships", outcomes.rejected(ship, "unknown-collection").getString("collection"));
    }

    @Test
    void several_violations_are_all_named() {
        Row bad = company.with("name", "").with("email", "not an address");
        JsonObject rejected = alice.push(changes().add(bad)).rejected(bad, "invalid");
        assertNames(rejected, "name");
        assertNames(rejected, "email");
    }

    private static final String PLACE = "the value of this test";

    /** JSON that no library would write. */
    private record Raw(String text) {}

    private static Raw raw(String text) {
        return new Raw(text);
    }

    private static String written(Object value) {
        return value instanceof Raw raw ? raw.text() : Body.value(value).toString();
    }

    private static void assertNames(JsonObject rejected, String field) {
        boolean violated = Body.objects(rejected, "violations").stream()
                .map(violation -> violation.getString("field"))
                .anyMatch(named -> named.equals(field) || named.startsWith(field + "."));
        assertTrue(violated || rejected.getString("detail", "").contains(field), rejected::toString);
    }
}
