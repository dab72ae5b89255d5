package org.tidemark.it.contract;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.tidemark.it.server.Server;

/** Seals a cursor that a test has made up, by the key in the database: as if the server had said it. */
public final class Seal {

    private Seal() {}

    public static String of(String cursor) throws Exception {
        return of(Deployed.server(), cursor);
    }

    /** @param server whose database has the key */
    public static String of(Server server, String cursor) throws Exception {
        try (var connection = server.connect();
                var statement = connection.createStatement();
                var keys = statement.executeQuery("select id, secret from tidemark_cursor_key order by id desc")) {
            if (!keys.next()) {
                throw new AssertionError("no cursor was sealed yet");
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(keys.getString(2)), "HmacSHA256"));
            byte[] seal = mac.doFinal(cursor.getBytes(StandardCharsets.US_ASCII));
            return cursor + "." + keys.getInt(1) + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(seal);
        }
    }
}
