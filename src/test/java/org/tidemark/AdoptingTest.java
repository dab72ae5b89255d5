package org.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/adopting.md tells an estate to write is what the sample estate has, and as short as promised. */
class AdoptingTest {

    private static final Path PAGE = Path.of("docs/adopting.md");
    private static final Path RESOURCES = Path.of("src/test/resources/com/example/fieldservice");

    /** The estate that is deployed, and the recipes that {@code RecipesCase} runs. */
    private static final List<String> FOLDERS = List.of("fieldservice", "recipes");

    private static final Pattern BLOCK = Pattern.compile("(?m)^```(\\w+)(?: (\\S+))?\\n(.*?)^```", Pattern.DOTALL);

    /** A block of code whose fence names the file of the estate that it is from. */
    private record Block(String language, String file, String text) {

        Path path() {
            String found = language.equals("java")
                    ? "src/test/java/com/example/%s/" + file + ".java"
                    : "src/test/resources/com/example/%s/" + file;
            return FOLDERS.stream()
                    .map(folder -> Path.of(found.formatted(folder)))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + file + " in the samples"));
        }

        List<String> lines() {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    private static Stream<Block> blocks(String text) {
        return BLOCK.matcher(text)
                .results()
                .map(found -> new Block(found.group(1), found.group(2), found.group(3)))
                .filter(block -> block.file() != null);
    }

    private static Stream<Block> blocks() throws IOException {
        return blocks(Files.readString(PAGE));
    }

    /** Each line, one after the other, however the estate breaks lines and whatever stands between them. */
    @ParameterizedTest
    @MethodSource("blocks")
    void the_sample_estate_has_what_the_page_says(Block block) throws IOException {
        String estate = squeezed(Files.readString(block.path()));
        int from = 0;
        for (String line : block.lines()) {
            int found = estate.indexOf(squeezed(line), from);
            assertTrue(found >= 0, block.path() + " has not, or not in this order: " + line);
            from = found + squeezed(line).length();
        }
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void the_steps_are_at_most_ten_lines_of_java_and_one_of_configuration() throws IOException {
        String page = Files.readString(PAGE);
        List<Block> steps = blocks(page.substring(page.indexOf("## 1. "), page.indexOf("## Other shapes")))
                .toList();

        assertEquals(8, lines(steps, "java"), "the page's first paragraph says eight");
        assertEquals(1, lines(steps, "xml"));
    }

    @Test
    void an_entity_that_meets_the_contract_itself_takes_nine() throws IOException {
        List<Block> technician =
                blocks().filter(block -> "Technician".equals(block.file())).toList();

        assertEquals(9, lines(technician, "java"));
    }

    private static long lines(List<Block> blocks, String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .mapToLong(block -> block.lines().size())
                .sum();
    }

    /** The page is long, and who looks for something looks here first. */
    @Test
    void the_contents_list_each_section_and_lead_to_it() throws IOException {
        String page = Files.readString(PAGE).replaceAll("(?s)```.*?```", "");
        List<String> sections = Pattern.compile("(?m)^###? (.+)$")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .filter(section -> !section.equals("Contents"))
                .toList();
        for (String section : sections) {
            String anchor = section.toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            assertTrue(page.contains("[" + section + "](#" + anchor + ")"), "the contents lack " + section);
        }
    }

    /** Nothing that the page does not mention: the estate has it all from here. */
    @Test
    void the_sample_estate_has_no_further_configuration() throws IOException {
        long mentions = Files.readString(RESOURCES.resolve("persistence.xml"))
                .lines()
                .filter(line -> line.contains("tidemark"))
                .count();

        assertEquals(1, mentions);
        assertTrue(!Files.readString(RESOURCES.resolve("web.xml")).contains("tidemark"));
    }

    @Test
    void the_columns_are_those_that_the_sample_estate_adds() throws IOException {
        String script = squeezed(Files.readString(RESOURCES.resolve("adopt.sql")));
        String page = Files.readString(PAGE);
        String columns = page.substring(page.indexOf("```sql") + 6, page.indexOf("```", page.indexOf("```sql") + 6));

        assertTrue(script.contains(squeezed(columns)), "adopt.sql adds other columns");
    }
}
