package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.it.Answer;
import org.tidemark.it.contract.Body;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Fields;
import org.tidemark.it.contract.Outcomes;
import org.tidemark.it.contract.Replica;
import org.tidemark.it.contract.Row;
import org.tidemark.it.contract.Sample;
import org.tidemark.it.contract.User;

/**
 * A body that is too large, or is packed or typed in another way than the protocol says, gets a problem that says so.
 *
 * <p>See docs/protocol.md, P7 to P10.
 */
@ContractTest
class BodiesIT {

    private static final int LIMIT = 4_194_304;

    private final Replica alice = Replica.of(User.ALICE);
    private final Row company = Sample.company("emea");
    private final FirstPush first = new FirstPush(alice, company);

    @Test
    void a_body_beyond_the_limit_is_too_large() {
        JsonObject problem = sync(bytes(first.message(changes().add(company.with("notes", "x".repeat(LIMIT))))))
                .problem(413, "too-large");
        assertEquals(LIMIT, problem.getInt("limit"));
        first.assertNothingIsWritten();
    }

    @Test
    void a_body_beyond_the_limit_is_too_large_even_when_it_is_no_json() {
        byte[] noise = new byte[LIMIT + 1];
        Arrays.fill(noise, (byte) '[');
        sync(noise).problem(413, "too-large");
    }

    /** A few hundred kilobytes that unpack to a quarter of a gigabyte: the limit counts what comes out. */
    @Test
    void a_body_that_unpacks_beyond_the_limit_is_too_large() throws IOException {
        JsonObject problem = sync(bomb(1 << 28), "Content-Encoding", "gzip").problem(413, "too-large");
        assertEquals(LIMIT, problem.getInt("limit"));
    }

    @Test
    void more_changes_than_the_limit_are_too_large() {
        var rows = Stream.generate(() -> Sample.company("emea")).limit(1001).toList();
        JsonObject problem = sync(bytes(first.message(changes().addAll(rows)))).problem(413, "too-large");
        assertEquals(1000, problem.getInt("limit"));
        first.assertNothingIsWritten();
    }

    /** Packed, it is a third less, headers included; an answer without news would not be. */
    @Test
    void an_answer_with_one_record_is_packed_and_one_without_is_not() {
        alice.pull();
        byte[] pull =
                bytes(Body.object("replica", alice.id(), "pull", Body.object("cursor", alice.cursor(), "page", 10))
                        .toString());
        assertEquals("", sync(pull, "Accept-Encoding", "gzip").header("Content-Encoding"));
        alice.add(company);
        assertEquals("gzip", sync(pull, "Accept-Encoding", "gzip").header("Content-Encoding"));
        int length = sync(pull).body().length;
        assertTrue(length < 1000, () -> "it would be packed anyway: " + length);
    }

    @Test
    void a_body_may_be_gzipped() throws IOException {
        byte[] packed = gzip(bytes(first.message(changes().add(company))));
        JsonObject answer = sync(packed, "Content-Encoding", "gzip").ok().json();
        new Outcomes(answer.getJsonObject("push")).applied(company);
        Fields.assertSame(company, alice.pull().held(company));
    }

    @Test
    void an_answer_is_gzipped_for_who_accepts_it_and_for_nobody_else() throws IOException {
        alice.add(company);
        byte[] pull = bytes(Body.object("replica", alice.id(), "pull", Body.object("cursor", null, "page", 10))
                .toString());
        Answer packed = sync(pull, "Accept-Encoding", "gzip");
        assertEquals("gzip", packed.header("Content-Encoding"));
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            String text = new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(Body.parse(text).containsKey("pull"), text);
        }
        assertEquals("", sync(pull).header("Content-Encoding"));
        assertEquals("", sync(pull, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"));
    }

    @Test
    void what_calls_itself_gzip_and_is_not_is_malformed() throws IOException {
        byte[] plain = bytes(first.message(changes().add(company)));
        byte[] packed = gzip(plain);
        sync(plain, "Content-Encoding", "gzip").problem(400, "malformed-message");
        sync(Arrays.copyOf(packed, packed.length / 2), "Content-Encoding", "gzip")
                .problem(400, "malformed-message");
        sync(packed).problem(400, "malformed-message");
        first.assertNothingIsWritten();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "zstd", "gzip, gzip"})
    void another_encoding_is_unsupported(String encoding) {
        Answer answer = sync(bytes(first.message(changes().add(company))), "Content-Encoding", encoding);
        answer.problem(415, "unsupported-media-type");
        first.assertNothingIsWritten();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "text/html",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/octet-stream"
            })
    void anotherMediaTypeIsUnsupported(String type) {
        User.ALICE
                .send("POST", "/api/sync", bytes(first.message(changes().add(company))), "Content-Type", type)
                .problem(415, "unsupported-media-type");
        first.assertNothingIsWritten();
    }

    @Test
    void a_body_of_no_type_is_unsupported() {
        User.ALICE
                .send("POST", "/api/sync", bytes(first.message(changes().add(company))))
                .problem(415, "unsupported-media-type");
        first.assertNothingIsWritten();
    }

    @Test
    void another_character_set_is_refused() {
        String message = first.message(changes().add(company.with("notes", "Ærø")));
        Answer latin = User.ALICE.send(
                "POST",
                "/api/sync",
                message.getBytes(StandardCharsets.ISO_8859_1),
                "Content-Type",
                "application/json; charset=ISO-8859-1");
        assertTrue(latin.status() == 415 || latin.status() == 400, latin::text);
        latin.problem();
        sync(message.getBytes(StandardCharsets.UTF_16)).problem(400, "malformed-message");
        sync(message.getBytes(StandardCharsets.UTF_16LE)).problem(400, "malformed-message");
        sync(message.getBytes(StandardCharsets.ISO_8859_1)).problem(400, "malformed-message");
        first.assertNothingIsWritten();
    }

    @Test
    void bytes_that_are_no_utf8_are_malformed() {
        for (byte[] wrong : new byte[][] {
            {(byte) 0xC3, (byte) 0x28},
            {(byte) 0xFF},
            {(byte) 0xED, (byte) 0xA0, (byte) 0xBD},
            {(byte) 0xC0, (byte) 0x80}
        }) {
            byte[] message = bytes(first.message(changes().add(company.with("notes", "PLACE"))));
            sync(replaced(message, "PLACE", wrong)).problem(400, "malformed-message");
        }
        first.assertNothingIsWritten();
    }

    private static Answer sync(byte[] body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return User.ALICE.send("POST", "/api/sync", body, all);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] replaced(byte[] message, String place, byte[] by) {
        String latin = new String(message, StandardCharsets.ISO_8859_1);
        String other = latin.replace(place, new String(by, StandardCharsets.ISO_8859_1));
        return other.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] bomb(int size) throws IOException {
        var packed = new ByteArrayOutputStream();
        byte[] blanks = new byte[1 << 16];
        Arrays.fill(blanks, (byte) ' ');
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes("{\"replica\":\""));
            for (int written = 0; written < size; written += blanks.length) {
                gzip.write(blanks);
            }
        }
        return packed.toByteArray();
    }
}
