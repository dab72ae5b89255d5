package org.tidemark.triggers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.triggers.Triggers.State;

/** Columns, keys and other triggers change what the triggers have to do; who may not make them hears of it. */
interface MariaDbUpkeep extends PlainSql {

    @Test
    default void what_a_foreign_key_does_to_the_lines_is_numbered() throws Exception {
        service()
                .run(
                        inserted(id(), "NORTH"),
                        line(id(), id()),
                        line(id() + 1, id()),
                        inserted(id() + 1, "NORTH"),
                        line(id() + 2, id() + 1));
        List<String> lines = lines("sync_id");
        withKey("on delete cascade on update cascade", () -> {
            assertTrue(
                    service().one("show create trigger tidemark_cascade_orders").contains("delete from order_line"));
            long before = clock("NORTH");

            service().run("update service_order set id = " + (id() + 2) + " where id = " + (id() + 1));
            assertTrue(service().number("select sync_version from order_line where id = " + (id() + 2)) > before);

            service().run("delete from service_order where id = " + id());
            assertEquals("lines NORTH t", traces(lines.get(0)));
            assertEquals("lines NORTH t", traces(lines.get(1)));
            assertEquals(0, service().number(lineQuery("count(*)")));

            service().run("set foreign_key_checks = 0", "delete from service_order where id = " + (id() + 2));
            assertEquals(
                    1,
                    service().number("select count(*) from order_line where id = " + (id() + 2)),
                    "nor would the key");
            service().run("delete from order_line where id = " + (id() + 2));
        });
    }

    interface Work {

        void run() throws Exception;
    }

    /** With another foreign key from the lines to their orders, and the triggers that it needs. */
    private void withKey(String actions, Work work) throws Exception {
        service()
                .run(
                        "alter table order_line add constraint lines_orders foreign key (service_order) references service_order (id) "
                                + actions,
                        "alter table order_line drop foreign key order_line_ibfk_1");
        service().install("hibernate");
        try {
            work.run();
        } finally {
            service()
                    .run(
                            "alter table order_line add constraint order_line_ibfk_1 foreign key (service_order) references service_order (id)",
                            "alter table order_line drop foreign key lines_orders");
            service().install("hibernate");
        }
    }

    @Test
    default void a_column_that_is_new_or_a_trigger_that_is_later_is_told() throws Exception {
        service().run("alter table service_order add note varchar(100)");
        assertEquals(State.OUTDATED, orders());
        service().install("eclipselink");
        assertEquals(State.COVERED, orders());
        insert("NORTH");
        long before = version();
        service().run(update("note = 'call first'"));
        assertEquals("NORTH " + (before + 1), state());

        service().run("create trigger estate before update on service_order for each row set new.report = new.note");
        assertEquals(State.OUTDATED, orders());
        service().install("hibernate");
        assertEquals(State.COVERED, orders());

        service().run("drop trigger estate", "alter table service_order drop note");
        service().install("hibernate");
    }

    private State orders() throws SQLException {
        return service()
                .catalog("hibernate", catalog -> catalog.report().states().get("service_order (orders)"));
    }

    @Test
    default void who_may_not_make_them_hears_why_and_the_old_ones_go_on() throws Exception {
        service().run("revoke create routine, alter routine on tidemark.* from tidemark@localhost");
        try {
            RuntimeException refused =
                    assertThrows(RuntimeException.class, () -> service().install("hibernate"));
            String reasons = reasons(refused);
            assertTrue(reasons.contains("Access denied for user"), reasons);
            assertEquals(State.COVERED, orders());
            insert("NORTH");
            assertEquals("NORTH " + clock("NORTH"), state());
        } finally {
            service().run("grant all on tidemark.* to tidemark@localhost");
        }
    }

    private String reasons(Throwable failure) {
        return failure == null ? "" : failure + "; " + reasons(failure.getCause());
    }
}
