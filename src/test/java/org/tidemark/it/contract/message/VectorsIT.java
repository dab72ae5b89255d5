package org.tidemark.it.contract.message;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.conformance.Player;
import org.tidemark.conformance.Sender;
import org.tidemark.conformance.Vector;
import org.tidemark.it.contract.ContractTest;
import org.tidemark.it.contract.Database;
import org.tidemark.it.contract.User;

/** The golden vectors of docs/vectors are what the server does. */
@ContractTest
class VectorsIT {

    private static final Player PLAYER = new Player(VectorsIT::send);

    @BeforeAll
    static void onOneDatabase() throws SQLException {
        assumeTrue(Database.isH2(), "nothing of this tells the databases apart");
    }

    static Stream<Vector> vectors() {
        return Vector.in(Path.of("docs/vectors")).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void a_vector_is_kept(Vector vector) {
        assertNull(PLAYER.play(vector), vector.name());
    }

    private static Sender.Answer send(Sender.Request request) {
        String name = request.person().name().toLowerCase(Locale.ROOT);
        User user = request.person() == Sender.Person.NOBODY ? User.NOBODY : new User(name, name);
        String[] headers = request.type() == null ? new String[0] : new String[] {"Content-Type", request.type()};
        var answer =
                user.send(request.method(), request.path(), request.body().getBytes(StandardCharsets.UTF_8), headers);
        return new Sender.Answer(answer.status(), answer.text());
    }
}
