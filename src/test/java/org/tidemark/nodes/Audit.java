package org.tidemark.nodes;

import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the promises held, as a trigger of its own tells what was committed.
 *
 * <ul>
 *   <li>Each edit that was acknowledged as applied is in the table's history, once; and no edit is there twice.
 *   <li>What it replaced there is what its writer had seen. So nothing was written over unseen.
 *   <li>Each record's history is a chain, and its end is what the record is now.
 *   <li>Each conflict that was acknowledged is in the register, with the edit in it.
 *   <li>Each device holds what the server holds.
 * </ul>
 */
final class Audit {

    private record Step(String before, String after) {}

    private final Store store;
    private final List<String> violations = new ArrayList<>();

    Audit(Store store) {
        this.store = store;
    }

    /** Before the first edit. */
    void install() throws SQLException {
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            if (store.isPostgres()) {
                statement.execute("create table nodes_history (company uuid, phone_before text, phone_after text)");
                statement.execute("create function nodes_note() returns trigger language plpgsql as $$ begin"
                        + " insert into nodes_history values (new.id, old.phone, new.phone); return null; end $$");
                statement.execute("create trigger nodes_note after update on company for each row"
                        + " when (old.phone is distinct from new.phone) execute function nodes_note()");
            } else {
                statement.execute("create table nodes_history (id bigint auto_increment primary key, company uuid,"
                        + " phone_before varchar(40), phone_after varchar(40))");
                statement.execute("create trigger nodes_note after update on company for each row"
                        + " if not (old.phone <=> new.phone) then insert into nodes_history"
                        + " (company, phone_before, phone_after) values (new.id, old.phone, new.phone); end if");
            }
        }
    }

    List<String> violations(Book book, List<Device> devices) throws SQLException {
        Map<String, List<Step>> history = new HashMap<>();
        Map<String, String> now = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        try (Connection connection = store.connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("select company, phone_before, phone_after from nodes_history")) {
                while (rows.next()) {
                    history.computeIfAbsent(rows.getString(1), key -> new ArrayList<>())
                            .add(new Step(rows.getString(2), rows.getString(3)));
                }
            }
            try (ResultSet rows =
                    statement.executeQuery("select id, phone, sync_version from company where region = 'emea'")) {
                while (rows.next()) {
                    now.put(rows.getString(1), rows.getString(2));
                    versions.put(rows.getString(1), rows.getLong(3));
                }
            }
            conflicts(statement, book);
        }
        steps(history, book);
        now.forEach((company, phone) -> chain(company, phone, history.getOrDefault(company, List.of())));
        devices.forEach(device -> held(device, now, versions));
        return violations;
    }

    private void conflicts(Statement statement, Book book) throws SQLException {
        Map<String, String> bodies = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("select id, body from tidemark_conflict")) {
            while (rows.next()) {
                bodies.put(rows.getString(1), rows.getString(2));
            }
        }
        book.conflicts().forEach((id, token) -> {
            if (!bodies.getOrDefault(id, "").contains('"' + token + '"')) {
                violations.add(token + " was registered as conflict " + id + ", which is not there");
            }
        });
    }

    private void steps(Map<String, List<Step>> history, Book book) {
        Map<String, Book.Edit> edits = book.edits();
        Set<String> seen = new HashSet<>();
        history.forEach((company, steps) -> steps.forEach(step -> {
            if (!seen.add(step.after())) {
                violations.add(step.after() + " was applied twice");
            }
            Book.Edit edit = edits.get(step.after());
            if (edit == null || !edit.company().equals(company)) {
                violations.add(step.after() + " of company " + company + " is nobody's edit");
            } else if (!String.valueOf(edit.base()).equals(String.valueOf(step.before()))) {
                violations.add(
                        step.after() + " replaced " + step.before() + ", and its writer had seen " + edit.base());
            }
        }));
        book.applied().stream()
                .filter(token -> !seen.contains(token))
                .forEach(token -> violations.add(token + " was acknowledged, and is lost"));
        book.conflicts().values().stream()
                .filter(seen::contains)
                .forEach(token -> violations.add(token + " was a conflict, and was applied too"));
    }

    private void chain(String company, String phone, List<Step> steps) {
        Set<String> ends = new HashSet<>();
        steps.forEach(step -> ends.add(step.after()));
        steps.forEach(step -> ends.remove(step.before()));
        if (!steps.isEmpty() && !ends.equals(Set.of(String.valueOf(phone)))) {
            violations.add("company " + company + " is " + phone + ", and its history ends with " + ends);
        }
    }

    private void held(Device device, Map<String, String> now, Map<String, Long> versions) {
        Map<String, JsonObject> companies = device.companies();
        if (!companies.keySet().equals(now.keySet())) {
            violations.add("a device holds " + companies.size() + " companies of " + now.size());
            return;
        }
        companies.forEach((id, company) -> {
            String phone = company.getJsonObject("fields").getString("phone", null);
            long version = company.getJsonNumber("version").longValueExact();
            if (!String.valueOf(phone).equals(String.valueOf(now.get(id))) || version != versions.get(id)) {
                violations.add("a device holds " + phone + " at " + version + " of company " + id + ", and the server "
                        + now.get(id) + " at " + versions.get(id));
            }
        });
    }
}
