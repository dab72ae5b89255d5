package org.tidemark.it.contract.message;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A sound message, and what breaks the protocol in it, with the places that the answer may name. */
final class BrokenMessages {

    static final String ADDED = "/push/changes/companies/added/0";
    static final String MODIFIED = "/push/changes/companies/modified/0";
    static final String DELETED = "/push/changes/companies/deleted/0";

    private BrokenMessages() {}

    static Stream<Arguments> all() {
        String unknown = "\"frobnicate\":1,";
        return Stream.of(
                // What is not known is named, not dropped.
                place("an unknown member", "{\"replica\"", "{" + unknown + "\"replica\"", "/frobnicate"),
                place("one whose name needs escaping", "{\"replica\"", "{\"a/b~c\":1,\"replica\"", "/a~1b~0c"),
                place("an unknown member of the push", "\"number\"", unknown + "\"number\"", "/push/frobnicate"),
                place("an unknown kind of change", "\"added\"", "\"upserted\"", "/push/changes/companies/upserted"),
                place(
                        "an unknown member of an addition",
                        "{\"id\":\"ADDED\"",
                        "{" + unknown + "\"id\":\"ADDED\"",
                        ADDED + "/frobnicate"),
                place("a base in an addition", "{\"id\":\"ADDED\"", "{\"base\":{},\"id\":\"ADDED\"", ADDED + "/base"),
                place(
                        "a version in an addition that is none",
                        "{\"id\":\"ADDED\"",
                        "{\"version\":0,\"id\":\"ADDED\"",
                        ADDED + "/version"),
                place(
                        "an unknown member of an edit",
                        "{\"id\":\"MODIFIED\"",
                        "{" + unknown + "\"id\":\"MODIFIED\"",
                        MODIFIED + "/frobnicate"),
                place(
                        "fields in a deletion",
                        "{\"id\":\"DELETED\"",
                        "{\"fields\":{},\"id\":\"DELETED\"",
                        DELETED + "/fields"),
                place("an unknown member of the pull", "\"page\"", unknown + "\"page\"", "/pull/frobnicate"),
                // Twice is not once: which of both was meant?
                place("a member twice", "{\"replica\"", "{\"replica\":\"REPLICA\",\"replica\"", "/replica"),
                place("a number twice", "\"number\":1", "\"number\":1,\"number\":1", "/push/number"),
                place(
                        "a field twice",
                        "\"phone\":\"+47 1\"",
                        "\"phone\":\"+47 1\",\"phone\":\"+47 2\"",
                        MODIFIED + "/fields/phone",
                        MODIFIED),
                // What is needed
                place("no replica", "\"replica\":\"REPLICA\",", "", "/replica", ""),
                place("no number", "\"number\":1,", "", "/push/number", "/push"),
                place("no id of an addition", "\"id\":\"ADDED\",", "", ADDED + "/id", ADDED),
                place("no id of an edit", "\"id\":\"MODIFIED\",", "", MODIFIED + "/id", MODIFIED),
                place("no id of a deletion", "\"id\":\"DELETED\",", "", DELETED + "/id", DELETED),
                place("no version of an edit", "\"version\":3,", "", MODIFIED + "/version", MODIFIED),
                place("no version of a deletion", ",\"version\":4", "", DELETED + "/version", DELETED),
                place("no fields of an edit", "\"fields\":{\"phone\":\"+47 1\"},", "", MODIFIED + "/fields", MODIFIED),
                // Ids
                id("no UUID", "not-a-uuid"),
                id("an upper-case UUID", "9B2F4A6C-0D3E-4F51-8A77-1C2D3E4F5A6B"),
                id("a UUID in short form", "1-1-1-1-1"),
                id("a UUID without dashes", "9b2f4a6c0d3e4f518a771c2d3e4f5a6b"),
                id("a UUID in braces", "{9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b}"),
                id("a UUID with a blank", "9b2f4a6c-0d3e-4f51-8a77-1c2d3e4f5a6b "),
                id("an empty id", ""),
                place("an id that is a number", "\"ADDED\"", "5", ADDED + "/id"),
                place("an id that is null", "\"ADDED\"", "null", ADDED + "/id"),
                place("a replica that is no UUID", "\"REPLICA\"", "\"phone\"", "/replica"),
                place("a replica in upper case", "\"REPLICA\"", "\"9B2F4A6C-0D3E-4F51-8A77-1C2D3E4F5A6B\"", "/replica"),
                place("a replica that is null", "\"REPLICA\"", "null", "/replica"),
                // Versions and numbers
                version("0"),
                version("-1"),
                version("1.5"),
                version("9007199254740992"),
                version("1e400"),
                version("1e999999999"),
                version("99999999999999999999999999"),
                version("\"3\""),
                version("null"),
                version("true"),
                version("[3]"),
                number("0"),
                number("-1"),
                number("1.5"),
                number("1e999999999"),
                number("-1e-999999999"),
                number("99999999999999999999"),
                number("\"1\""),
                number("null"),
                // Types
                place("a list for the changes", "\"changes\":{", "\"changes\":[],\"x\":{", "/push/changes", "/push/x"),
                place(
                        "an object for a list",
                        "\"added\":[",
                        "\"added\":{},\"x\":[",
                        "/push/changes/companies/added",
                        "/push/changes/companies/x"),
                place(
                        "a text for the fields",
                        "\"fields\":{\"phone\":\"+47 1\"}",
                        "\"fields\":\"phone\"",
                        MODIFIED + "/fields"),
                place(
                        "null for the fields",
                        "\"fields\":{\"phone\":\"+47 1\"}",
                        "\"fields\":null",
                        MODIFIED + "/fields"),
                place("a list for the base", "\"base\":{", "\"base\":[],\"x\":{", MODIFIED + "/base", MODIFIED + "/x"),
                place("a number for a group", "{\"id\":\"ADDED\"", "{\"group\":5,\"id\":\"ADDED\"", ADDED + "/group"),
                place("a change that is null", "\"deleted\":[", "\"deleted\":[null,", DELETED),
                place("a change that is a text", "\"deleted\":[", "\"deleted\":[\"DELETED\",", DELETED),
                place("a cursor that is a number", "\"cursor\":null", "\"cursor\":5", "/pull/cursor"),
                place("a cursor that is an object", "\"cursor\":null", "\"cursor\":{}", "/pull/cursor"),
                place("a cursor made up", "\"cursor\":null", "\"cursor\":\"made up\"", "/pull/cursor"),
                place("an empty cursor", "\"cursor\":null", "\"cursor\":\"\"", "/pull/cursor"),
                place("a page of none", "\"page\":100", "\"page\":0", "/pull/page"),
                place("a page of less than none", "\"page\":100", "\"page\":-1", "/pull/page"),
                place("half a page", "\"page\":100", "\"page\":0.5", "/pull/page"),
                place("a page that is a text", "\"page\":100", "\"page\":\"100\"", "/pull/page"),
                place("a page beyond all numbers", "\"page\":100", "\"page\":1e999999999", "/pull/page"),
                place("a list for the pull", "\"pull\":{", "\"pull\":[],\"x\":{", "/pull", "/x"),
                // Resolutions
                resolutions("a resolution without a conflict", "[{\"outcome\":\"client\"}]", "/0/conflict", "/0"),
                resolutions("a resolution without an outcome", "[{\"conflict\":\"REPLICA\"}]", "/0/outcome", "/0"),
                resolutions(
                        "a conflict that is no UUID", "[{\"conflict\":\"x\",\"outcome\":\"client\"}]", "/0/conflict"),
                resolutions("an outcome unknown", "[{\"conflict\":\"REPLICA\",\"outcome\":\"mine\"}]", "/0/outcome"),
                resolutions("an outcome that is a number", "[{\"conflict\":\"REPLICA\",\"outcome\":1}]", "/0/outcome"),
                resolutions("an object for the resolutions", "{}", ""));
    }

    /** One of everything that a sync can carry. Capitals are filled in. */
    static String whole() {
        return """
                {"replica":"REPLICA","push":{"number":1,"changes":{"companies":{\
                "added":[{"id":"ADDED","fields":{"name":"Nordlys","region":"emea"}}],\
                "modified":[{"id":"MODIFIED","version":3,"fields":{"phone":"+47 1"},"base":{"phone":"+47 0"}}],\
                "deleted":[{"id":"DELETED","version":4}]}},"resolutions":[]},\
                "pull":{"cursor":null,"page":100}}""";
    }

    private static Arguments place(String name, String from, String to, String... pointers) {
        return arguments(name, from, to, pointers);
    }

    private static Arguments id(String name, String id) {
        return place(name, "\"ADDED\"", "\"" + id + "\"", ADDED + "/id");
    }

    private static Arguments version(String version) {
        return place("version " + version, "\"version\":3", "\"version\":" + version, MODIFIED + "/version");
    }

    private static Arguments number(String number) {
        return place("number " + number, "\"number\":1", "\"number\":" + number, "/push/number");
    }

    private static Arguments resolutions(String name, String list, String... pointers) {
        return place(
                name,
                "\"resolutions\":[]",
                "\"resolutions\":" + list,
                Stream.of(pointers).map("/push/resolutions"::concat).toArray(String[]::new));
    }
}
