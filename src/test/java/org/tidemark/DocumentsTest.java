package org.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What documents and comments point to exists: files, headings, classes and tests, rules of the protocol, decisions.
 */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
    private static final Pattern NAME = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*[A-Z][A-Za-z0-9]*|[a-z0-9.-]+\\.js)`");
    private static final Pattern RULE = Pattern.compile("\\bP(\\d+)\\b");
    private static final Pattern DECISION = Pattern.compile("\\bADR\\s+(\\d+)");

    private static final Pattern LINE_OF_COMMENT = Pattern.compile("^ *(\\*|/\\*|//)");

    /** Of the source pattern, of Java and of browsers. */
    private static final Set<String> FOREIGN = Set.of(
            "IsFromServer",
            "IsModified",
            "IsActive",
            "LastSync",
            "ModifiedOn",
            "LocalCompany",
            "SyncProperties",
            "ConflictingCompany",
            "OfflineDataSync",
            "ServerDataSync",
            "BigInteger",
            "BigDecimal",
            "IndexedDB");

    @Test
    void links_lead_somewhere() throws IOException {
        Set<String> dead = new TreeSet<>();
        for (Path page : pages()) {
            for (String link : found(LINK, withoutCode(page))) {
                if (!link.matches("[a-z]+:.*") && !leadsSomewhere(page, link)) {
                    dead.add(page + " -> " + link);
                }
            }
        }
        assertEquals(Set.of(), dead);
    }

    private static boolean leadsSomewhere(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return false;
        }
        return parts.length == 1
                || found(HEADING, withoutCode(target)).stream()
                        .map(DocumentsTest::anchor)
                        .anyMatch(parts[1]::equals);
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }

    /** The formatter breaks code, and no comment. */
    @Test
    void comments_of_java_have_lines_of_at_most_120_characters() throws IOException {
        List<String> tooLong = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> line.length() > 120
                                && LINE_OF_COMMENT.matcher(line).find())
                        .forEach(line -> tooLong.add(file + ": " + line.strip()));
            }
        }
        assertEquals(List.of(), tooLong);
    }

    @Test
    void classes_and_tests_that_are_named_exist() throws IOException {
        Set<String> files = files("src").stream()
                .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (String page : List.of("docs/architecture.md", "docs/protocol.md", "CONTRIBUTING.md")) {
            for (String name : found(NAME, withoutCode(Path.of(page)))) {
                if (!files.contains(name) && !FOREIGN.contains(name)) {
                    missing.add(page + ": " + name);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    @Test
    void rules_of_the_protocol_have_one_meaning_each_and_those_that_are_cited_exist() throws IOException {
        String protocol = Files.readString(Path.of("docs/protocol.md"));
        List<String> defined = found(Pattern.compile("(?m)^- \\*\\*P(\\d+)\\*\\*"), protocol);
        assertEquals(defined.size(), Set.copyOf(defined).size(), "a number is given twice");
        Set<String> unknown = new TreeSet<>();
        for (Path page : pages()) {
            unknown.addAll(found(RULE, withoutCode(page)));
        }
        for (Path file : files("src")) {
            if (file.toString().endsWith(".java")) {
                found(Pattern.compile("docs/protocol.md, (P\\d.*)"), Files.readString(file))
                        .forEach(citation -> unknown.addAll(found(RULE, citation)));
            }
        }
        defined.forEach(unknown::remove);
        assertEquals(Set.of(), unknown);
    }

    @Test
    void decisions_that_are_cited_exist() throws IOException {
        Set<String> cited = new TreeSet<>();
        for (Path file : Stream.concat(pages().stream(), files("src").stream()).toList()) {
            if (file.toString().matches(".*\\.(md|java|js|sql|xml)")) {
                cited.addAll(found(DECISION, Files.readString(file)));
            }
        }
        files("docs/adr")
                .forEach(file -> cited.remove(file.getFileName().toString().replaceFirst("^0*(\\d+)-.*", "$1")));
        assertEquals(Set.of(), cited);
    }

    private static List<Path> pages() throws IOException {
        return Stream.concat(
                        Stream.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
                                .map(Path::of),
                        files("docs").stream().filter(file -> file.toString().endsWith(".md")))
                .toList();
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String withoutCode(Path page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult one) -> one.group(1))
                .toList();
    }
}
