package org.tidemark.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What whoever runs the server may choose, with what it is without a choice. docs/settings.md is made of this list.
 * {@link Source} says where a choice is looked up.
 */
public enum Setting {
    DB_URL(
            "tidemark.db.url",
            Kind.ADDRESS,
            "jdbc:h2:file:./tidemark-data/tidemark",
            "Address of the WAR's own database"),
    DB_USER("tidemark.db.user", Kind.TEXT, "", "Its user"),
    DB_PASSWORD("tidemark.db.password", Kind.SECRET, "", "The password of that user"),
    H2_MEBIBYTES(
            "tidemark.h2.mebibytes",
            Kind.NUMBER,
            "512",
            "From which size on the file of an embedded H2 is compacted, if it has grown to four times its data too"),
    DEMO("tidemark.demo", Kind.SWITCH, "false", "Sample users and rows; never for real data"),
    TRIGGERS("tidemark.triggers", Kind.TEXT, "", "`install` makes the triggers for plain SQL at the start"),
    TOMBSTONE_DAYS(
            "tidemark.tombstones.days",
            Kind.NUMBER,
            "180",
            "How long a deletion is remembered; a replica that sleeps longer starts anew, keeping its unsent work"),
    CONFLICT_DAYS(
            "tidemark.conflicts.days",
            Kind.NUMBER,
            "1095",
            "How long a settled conflict stays in the register; an open one stays for ever"),
    REOPEN_DAYS("tidemark.conflicts.reopen", Kind.NUMBER, "90", "How long a decision can be opened again at the desk"),
    REPLICA_DAYS(
            "tidemark.replicas.days",
            Kind.NUMBER,
            "400",
            "When a browser that does not synchronise leaves the list of replicas; it may come back, and loses nothing"),
    AUDIT("tidemark.audit", Kind.SWITCH, "false", "Whether an [audit log](audit.md) is written"),
    AUDIT_KEY("tidemark.audit.key", Kind.SECRET, "", "A secret that its hashes are made with"),
    HTTPS(
            "tidemark.https",
            Kind.SWITCH,
            "false",
            "A proxy ends TLS: cookies are `Secure`, browsers are told to stay with TLS"),
    PROXIES(
            "tidemark.proxies",
            Kind.NUMBER,
            "0",
            "How many proxies are in front: whose `X-Forwarded-For` is believed when passwords are braked"),
    ORIGINS("tidemark.origins", Kind.TEXT, "", "Other origins whose pages may send changes, with commas between them"),
    SESSION_HOURS("tidemark.session.hours", Kind.NUMBER, "24", "When a session ends, however busy it is"),
    OIDC_ISSUER(
            "tidemark.oidc.issuer",
            Kind.TEXT,
            "",
            "The [OpenID Connect provider](openid-connect.md) that signs people in"),
    OIDC_CLIENT("tidemark.oidc.client", Kind.TEXT, "", "The name of this client there"),
    OIDC_SECRET("tidemark.oidc.secret", Kind.SECRET, "", "Its secret; none for a public client"),
    OIDC_AUDIENCE(
            "tidemark.oidc.audience",
            Kind.TEXT,
            "",
            "Whom an access token has to be for to open the API; without this none does"),
    OIDC_NAME("tidemark.oidc.name", Kind.TEXT, "preferred_username", "The claim that has the user's name"),
    OIDC_ROLES(
            "tidemark.oidc.roles",
            Kind.TEXT,
            "roles",
            "The claim that has the roles, or the way to it, such as `realm_access.roles`"),
    OIDC_SCOPE("tidemark.oidc.scope", Kind.TEXT, "openid profile", "What the provider is asked for"),
    OIDC_URL(
            "tidemark.oidc.url",
            Kind.TEXT,
            "",
            "Where people find the application, such as `https://crm.example/crm/`; else as the request says"),
    CONFLICTS_OF_REPLICA("tidemark.conflicts.replica", Kind.NUMBER, "5000", "Open conflicts of one replica"),
    CONFLICTS_OF_USER("tidemark.conflicts.user", Kind.NUMBER, "20000", "Open conflicts of one user"),
    CONFLICT_SIZE("tidemark.conflicts.size", Kind.NUMBER, "134217728", "Characters of all open conflicts of one user"),
    /** Each sign-out ends one, and each sign-in begins one: for years, on several devices. */
    REPLICAS_OF_USER("tidemark.replicas.user", Kind.NUMBER, "20000", "Replicas that one user may start"),
    PUSHES_A_SECOND("tidemark.pushes.second", Kind.NUMBER, "100", "Pushes that one replica may send in a second"),
    RANGE_MEBIBYTES(
            "tidemark.ranges.mebibytes", Kind.NUMBER, "32", "Memory for what first synchronisations share, 0 for none"),
    STREAMS(
            "tidemark.streams",
            Kind.NUMBER,
            "",
            "Event streams that may be open; else what a quarter of the heap bears"),
    /** A person has some browsers on some devices; an account that many share may need more. */
    STREAMS_OF_USER("tidemark.streams.user", Kind.NUMBER, "100", "Event streams of one user that may be open");

    private static final String PREFIX = "tidemark.";

    /** What those who test a server tell their own programs. */
    private static final String OF_TESTS = "tidemark.it.";

    /** What a value looks like. */
    public enum Kind {
        TEXT("text", value -> true),
        /** May hold a user and a password. */
        ADDRESS("text", value -> true),
        SECRET("text", value -> true),
        NUMBER("a whole number from 0 to " + Integer.MAX_VALUE, Setting::isNumber),
        SWITCH("true or false", value -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false"));

        private final String words;
        private final Predicate<String> test;

        Kind(String words, Predicate<String> test) {
            this.words = words;
            this.test = test;
        }

        /** As a part of a sentence. */
        public String words() {
            return words;
        }
    }

    private final String key;
    private final Kind kind;
    private final String otherwise;
    private final String meaning;

    Setting(String key, Kind kind, String otherwise, String meaning) {
        this.key = key;
        this.kind = kind;
        this.otherwise = otherwise;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    /** The value without a choice; blank for none. */
    public String otherwise() {
        return otherwise;
    }

    public String meaning() {
        return meaning;
    }

    /** What was chosen, or else the default; empty if there is neither. */
    public Optional<String> text() {
        return Source.find(key).or(() -> Optional.of(otherwise)).filter(text -> !text.isEmpty());
    }

    public boolean isChosen() {
        return Source.find(key).isPresent();
    }

    /** For people: of a secret dots, of an address no user, no password and nothing that follows it. */
    public String shown() {
        return text().map(value -> switch (kind) {
                    case SECRET -> "•••";
                    case ADDRESS -> value.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
                    default -> value;
                })
                .orElse("");
    }

    /** A whole number, not negative. */
    public int number() {
        return number(0);
    }

    /** The same, where the default is computed. */
    public int number(int computed) {
        return text().map(this::number).orElse(computed);
    }

    public boolean isOn() {
        return text().map(Boolean::parseBoolean).orElse(false);
    }

    private int number(String value) {
        if (!isNumber(value)) {
            throw new IllegalStateException(mistake(value));
        }
        return Integer.parseInt(value);
    }

    /** Read without its sign, a large number of days would end in the future, and all would be purged. */
    private static boolean isNumber(String value) {
        try {
            return Integer.parseInt(value) >= 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private String mistake(String value) {
        return key + " is '" + value + "', and should be " + kind.words;
    }

    /** The sentences about all values that cannot be meant. */
    public static List<String> mistakes() {
        return Arrays.stream(values())
                .flatMap(
                        setting -> Source.find(setting.key)
                                .filter(value -> !setting.kind.test.test(value))
                                .map(setting::mistake)
                                .stream())
                .toList();
    }

    /** System properties that look like settings and are none: a slip of the pen would else go unnoticed. */
    public static List<String> unknown() {
        var keys = new TreeSet<>(System.getProperties().stringPropertyNames());
        keys.removeIf(key -> !key.startsWith(PREFIX) || key.startsWith(OF_TESTS));
        Arrays.stream(values()).map(Setting::key).forEach(keys::remove);
        return List.copyOf(keys);
    }

    /** The name in the environment. */
    public static String inEnvironment(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
