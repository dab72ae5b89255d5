package org.tidemark.datasource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection that outlives the database's restart. Like any connection it is used by one thread at a time.
 *
 * <p>Servers pool what a data source definition gives them and lend it without asking whether it still lives; after a
 * restart of the database they would answer 500 for ever. So each piece of work begins with asking, and with a new
 * connection if the old one is dead. It costs one round trip.
 * <ol>
 *   <li>A connection that has just answered is not asked again: a database that died since is still down.
 *   <li>Work begins where auto-commit is switched off, or with the first statement after a commit or rollback; with
 *       auto-commit every statement is work of its own.
 *   <li>Work on a connection that dies fails as a whole; its second half never goes to another connection. As long as a
 *       statement is open, it may be in the middle of something.
 *   <li>A rollback on a dead connection succeeds: the database has done it. A commit does not: nobody knows.
 *   <li>What was set on the connection (isolation, read-only, …) is set on the new one.
 * </ol>
 */
final class ReopeningConnection implements InvocationHandler {

    /** How a new connection comes about. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private static final int SECONDS_TO_ANSWER = 5;

    /** No database restarts in less. */
    private static final Duration SHORTEST_RESTART = Duration.ofMillis(500);

    private final Opener opener;
    private final long recently;
    /** Setters that were called, by name, to be repeated on a new connection. */
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private final List<Statement> statements = new ArrayList<>();
    private Connection current;
    private boolean autoCommit = true;
    /** The work that is about to begin has asked already. */
    private boolean asked;

    /** When it last ended a transaction without a complaint; long ago, if it never has. */
    private long answered;

    /** To be replaced, whatever it says: an embedded H2 that closed itself for want of memory calls itself valid. */
    private boolean broken;

    private boolean inTransaction;
    private boolean closed;

    private record Setting(Method method, Object[] arguments) {}

    private ReopeningConnection(Opener opener, Duration recently) throws SQLException {
        this.opener = opener;
        this.recently = recently.toNanos();
        this.answered = System.nanoTime() - this.recently;
        this.current = opener.open();
    }

    static Connection over(Opener opener) throws SQLException {
        return over(opener, SHORTEST_RESTART);
    }

    /** @param recently how long an answer is believed */
    static Connection over(Opener opener, Duration recently) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                ReopeningConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new ReopeningConnection(opener, recently));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return "reopening " + current;
            case "isClosed":
                return closed;
            case "close", "abort":
                closed = true;
                return call(method, arguments);
            case "isValid":
                return !closed && answersWithin((Integer) arguments[0]);
            case "unwrap", "isWrapperFor":
                return call(method, arguments);
            default:
                if (closed) {
                    throw new SQLException("The connection is closed", "08003");
                }
                return use(method, arguments);
        }
    }

    private Object use(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "commit":
                return end(method, null);
            case "rollback":
                return arguments == null ? rollBack(method) : call(method, arguments);
            case "setAutoCommit":
                return setAutoCommit(method, (Boolean) arguments[0]);
            case "createStatement", "prepareStatement", "prepareCall":
                return beginStatement(method, arguments);
            case "setSavepoint":
                return call(method, arguments);
            case "setClientInfo":
                return name(method, arguments);
            default:
                if (isBetweenWork() && current.isClosed()) {
                    reopen();
                }
                Object result = call(method, arguments);
                if (method.getName().startsWith("set")) {
                    settings.put(method.getName(), new Setting(method, arguments));
                }
                return result;
        }
    }

    /**
     * A name is worth no failure: a pool that gives one to each connection it lends would write a trace each time while
     * the database is away. The next connection gets it.
     */
    private Object name(Method method, Object[] arguments) throws Throwable {
        settings.put(method.getName(), new Setting(method, arguments));
        return current.isClosed() ? null : call(method, arguments);
    }

    /**
     * Also if it fails, the next connection has it. WildFly's pool notes before it asks that auto-commit is off, lends
     * the connection again when the database is back, and asks no more: each statement was a transaction of its own.
     */
    private Object setAutoCommit(Method method, boolean on) throws Throwable {
        settings.put(method.getName(), new Setting(method, new Object[] {on}));
        autoCommit = on;
        try {
            if (!on) {
                ask();
            } else if (isBetweenWork() && current.isClosed()) {
                // It died in the transaction that was just rolled back; its pool must not see it fail twice.
                reopen();
            }
            call(method, on);
        } catch (SQLException e) {
            broken = true;
            throw e;
        }
        asked = !on;
        inTransaction &= !on;
        return null;
    }

    private Object beginStatement(Method method, Object[] arguments) throws Throwable {
        if (!asked) {
            ask();
        }
        Statement statement = (Statement) call(method, arguments);
        statements.add(statement);
        inTransaction = !autoCommit;
        asked = !autoCommit;
        return statement;
    }

    private Object end(Method method, Object[] arguments) throws Throwable {
        try {
            Object result = call(method, arguments);
            answered = System.nanoTime();
            return result;
        } catch (SQLNonTransientConnectionException e) {
            broken = true;
            throw e;
        } finally {
            inTransaction = false;
            asked = false;
        }
    }

    private Object rollBack(Method method) throws Throwable {
        try {
            return end(method, null);
        } catch (SQLException e) {
            answered = System.nanoTime() - recently;
            if (isAlive(SECONDS_TO_ANSWER)) {
                throw e;
            }
            return null;
        }
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(current, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void ask() throws Throwable {
        if (System.nanoTime() - answered < recently && !broken && !current.isClosed()) {
            return;
        }
        if (isBetweenWork()) {
            if (!isAlive(SECONDS_TO_ANSWER)) {
                reopen();
            }
            answered = System.nanoTime();
        }
    }

    private boolean isAlive(int seconds) throws SQLException {
        return !broken && current.isValid(seconds);
    }

    private boolean isBetweenWork() throws SQLException {
        for (var each = statements.iterator(); each.hasNext(); ) {
            if (each.next().isClosed()) {
                each.remove();
            }
        }
        return !inTransaction && statements.isEmpty();
    }

    /** A pool that does ask gets an honest answer: dead for this work, or alive, if need be again. */
    private boolean answersWithin(int seconds) throws Throwable {
        if (isAlive(seconds)) {
            return true;
        }
        if (!isBetweenWork()) {
            return false;
        }
        try {
            reopen();
            return true;
        } catch (SQLException stillDown) {
            return false;
        }
    }

    private void reopen() throws Throwable {
        Connection dead = current;
        current = opener.open();
        broken = false;
        for (Setting setting : settings.values()) {
            call(setting.method(), setting.arguments());
        }
        try {
            dead.close();
        } catch (SQLException alreadyGone) {
            // That is why it was replaced.
        }
    }
}
