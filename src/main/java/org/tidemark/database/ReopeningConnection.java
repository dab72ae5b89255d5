package org.tidemark.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
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
 * restart of the database they would answer 500 for ever. So the first call of each piece of work asks, unless the
 * connection answered a moment ago, and opens it anew if it is dead:
 * <ol>
 *   <li>Only between pieces of work: after commit, rollback or a switch to auto-commit, and with every earlier statement
 *       closed. Work on a connection that dies fails as a whole; its second half never goes to another connection.
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
    /** So the several calls with which a server begins a transaction ask once. */
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final Opener opener;
    private final long momentNanos;
    /** Setters that were called, by name, to be repeated on a new connection. */
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private final List<Statement> statements = new ArrayList<>();
    private Connection current;
    private boolean autoCommit = true;
    private boolean inTransaction;
    private boolean closed;
    /** Whether it lived at {@link #provenAt}, and has not failed since. */
    private boolean proven = true;

    private long provenAt = System.nanoTime();

    private record Setting(Method method, Object[] arguments) {}

    private ReopeningConnection(Opener opener, Duration moment) throws SQLException {
        this.opener = opener;
        this.momentNanos = moment.toNanos();
        this.current = opener.open();
    }

    static Connection over(Opener opener) throws SQLException {
        return over(opener, A_MOMENT);
    }

    static Connection over(Opener opener, Duration moment) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                ReopeningConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new ReopeningConnection(opener, moment));
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
            case "commit":
                return end(method, arguments);
            case "rollback":
                return arguments == null ? rollBack(method) : call(method, arguments);
            case "unwrap", "isWrapperFor":
                return call(method, arguments);
            default:
                if (closed) {
                    throw new SQLException("The connection is closed", "08003");
                }
                return method.getName().startsWith("set") ? set(method, arguments) : work(method, arguments);
        }
    }

    private Object work(Method method, Object[] arguments) throws Throwable {
        reviveBetweenWork();
        Object result = call(method, arguments);
        if (result instanceof Statement statement) {
            statements.add(statement);
            inTransaction = !autoCommit;
        }
        return result;
    }

    private Object set(Method method, Object[] arguments) throws Throwable {
        reviveBetweenWork();
        Object result = call(method, arguments);
        if (method.getName().equals("setAutoCommit")) {
            autoCommit = (Boolean) arguments[0];
            inTransaction &= !autoCommit;
        }
        if (!method.getName().equals("setSavepoint")) {
            settings.put(method.getName(), new Setting(method, arguments));
        }
        return result;
    }

    private Object end(Method method, Object[] arguments) throws Throwable {
        try {
            return call(method, arguments);
        } finally {
            inTransaction = false;
        }
    }

    private Object rollBack(Method method) throws Throwable {
        try {
            return end(method, null);
        } catch (SQLException e) {
            if (current.isValid(SECONDS_TO_ANSWER)) {
                throw e;
            }
            return null;
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(current, arguments);
        } catch (InvocationTargetException e) {
            proven = false;
            throw e.getCause();
        }
    }

    private void reviveBetweenWork() throws Throwable {
        if (!isBetweenWork()) {
            return;
        }
        // Not the time of the last use: a statement that failed on a dead connection is a use, and we do not see it fail.
        boolean provenJustNow = proven && System.nanoTime() - provenAt < momentNanos;
        if (!provenJustNow) {
            if (!current.isValid(SECONDS_TO_ANSWER)) {
                reopen();
            }
            proven = true;
            provenAt = System.nanoTime();
        }
    }

    private boolean isBetweenWork() throws SQLException {
        for (var each = statements.iterator(); each.hasNext(); ) {
            if (each.next().isClosed()) {
                each.remove();
            }
        }
        return !inTransaction && statements.isEmpty();
    }

    /** A pool that does ask gets an honest answer: dead for this work, or alive again. */
    private boolean answersWithin(int seconds) throws Throwable {
        if (current.isValid(seconds)) {
            return true;
        }
        try {
            proven = false;
            reviveBetweenWork();
            return proven;
        } catch (SQLException stillDown) {
            return false;
        }
    }

    private void reopen() throws Throwable {
        Connection dead = current;
        current = opener.open();
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
