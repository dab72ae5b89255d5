package org.tidemark.it.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** New companies and contacts, each with an id, a name and a VAT number that no other test has. */
public final class Sample {

    /** Scopes are shared by all tests and runs, so uniqueness may not hang on a counter alone. */
    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);

    private static final AtomicLong COUNTER = new AtomicLong();

    private Sample() {}

    public static String id() {
        return UUID.randomUUID().toString();
    }

    /** {@code prefix} is a hex digit: what the tests of lock order sort by. */
    public static String idFrom(String prefix) {
        return prefix + id().substring(prefix.length());
    }

    public static String unique(String stem) {
        return stem + " " + RUN + "-" + COUNTER.incrementAndGet();
    }

    public static Row company(String region) {
        return company(id(), region);
    }

    /** Every field of a company, filled. */
    public static Row company(String id, String region) {
        return new Row(
                "companies",
                id,
                Body.object(
                        "name",
                        unique("Nordlys Seafood"),
                        "vatNumber",
                        vat(),
                        "region",
                        region,
                        "phone",
                        "+47 22 00 11 22",
                        "email",
                        "post@nordlys.example",
                        "address",
                        Body.object(
                                "street", "Kaigaten 5",
                                "city", "Bergen",
                                "postalCode", "5016",
                                "country", "NO"),
                        "employees",
                        42,
                        "annualRevenue",
                        "1250000.50",
                        "founded",
                        "1998-02-28",
                        "notes",
                        "Delivers on Tuesdays."));
    }

    /** Many of them, in a list that may be changed. */
    public static List<Row> companies(int many) {
        return new ArrayList<>(
                Stream.generate(() -> company("emea")).limit(many).toList());
    }

    public static Row contact(Row company) {
        return contact(id(), company);
    }

    public static Row contact(String id, Row company) {
        return new Row(
                "contacts",
                id,
                Body.object(
                        "company", company.id(),
                        "name", unique("Ingrid Solberg"),
                        "role", "Head of purchasing",
                        "phone", "+47 90 00 11 22",
                        "email", "ingrid@nordlys.example"));
    }

    /** Short enough for any sensible column. */
    public static String vat() {
        return "NO" + RUN.toUpperCase() + COUNTER.incrementAndGet();
    }
}
