package org.tidemark.bench.load;

import jakarta.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.UUID;
import org.tidemark.json.Json;

/** The records that everybody is measured with: the same number always means the same company. */
public final class Companies {

    private static final String[] WORDS = {
        "Nordic",
        "Harbour",
        "Quay",
        "Tidal",
        "Beacon",
        "Compass",
        "Anchor",
        "Delta",
        "Mariner",
        "Channel",
        "Lagoon",
        "Estuary",
        "Current",
        "Skipper",
        "Lantern",
        "Meridian"
    };
    private static final String[] CITIES = {
        "Bergen", "Porto", "Gdańsk", "Marseille", "Rotterdam", "Tallinn", "Cádiz", "Bristol"
    };

    private Companies() {}

    public static UUID id(int number) {
        var random = new SplittableRandom(number);
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low);
    }

    /** The fields as they travel. */
    public static JsonObject fields(int number) {
        Row row = row(number);
        return Json.createObjectBuilder()
                .add("name", row.name)
                .add("vatNumber", row.vatNumber)
                .add("region", "emea")
                .add("phone", row.phone)
                .add("email", row.email)
                .add(
                        "address",
                        Json.createObjectBuilder()
                                .add("street", row.street)
                                .add("city", row.city)
                                .add("postalCode", row.postalCode)
                                .add("country", row.country))
                .add("employees", row.employees)
                .add("annualRevenue", row.annualRevenue.toPlainString())
                .add("founded", row.founded.toString())
                .add("notes", row.notes)
                .build();
    }

    /** The same company as a row of the table. */
    public static Row row(int number) {
        var random = new SplittableRandom(~number);
        String name = word(random) + " " + word(random) + " " + number;
        StringBuilder notes = new StringBuilder();
        int length = 60 + random.nextInt(120);
        while (notes.length() < length) {
            notes.append(word(random).toLowerCase(java.util.Locale.ROOT)).append(' ');
        }
        return new Row(
                name,
                "BM" + (1_000_000_000L + number),
                "+47 " + (10_000_000 + random.nextInt(90_000_000)),
                "office@company" + number + ".example",
                word(random) + " Street " + (1 + random.nextInt(200)),
                CITIES[random.nextInt(CITIES.length)],
                Integer.toString(10_000 + random.nextInt(90_000)),
                "NO",
                random.nextInt(5_000),
                BigDecimal.valueOf(random.nextLong(1_000_000_000_00L), 2),
                LocalDate.ofEpochDay(random.nextInt(20_000)),
                notes.toString().strip());
    }

    private static String word(SplittableRandom random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    public record Row(
            String name,
            String vatNumber,
            String phone,
            String email,
            String street,
            String city,
            String postalCode,
            String country,
            int employees,
            BigDecimal annualRevenue,
            LocalDate founded,
            String notes) {}

    /** A phone number that nobody had in an earlier round. */
    public static String phone(int round, int number) {
        return "+47 " + round + " " + (10_000_000 + number);
    }

    /** The first so many of them in a file, one JSON object a line, for the peers to start with. */
    public static Path file(int count, Path folder) throws IOException {
        Path file = folder.resolve("companies-" + count + ".ndjson");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < count; i++) {
                out.write(Json.createObjectBuilder(fields(i))
                        .add("id", id(i).toString())
                        .build()
                        .toString());
                out.newLine();
            }
        }
        return file;
    }
}
