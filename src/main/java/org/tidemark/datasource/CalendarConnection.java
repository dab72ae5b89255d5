package org.tidemark.datasource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A connection of H2 that keeps dates as the calendar writes them.
 *
 * <p>H2 reads the milliseconds of a {@link Date} by another table of time zones than the one that made them. Outside
 * UTC, many days before 1900 became the day before or after, and so did an hour of each autumn. Here a date goes to H2
 * as year, month and day, and an instant in UTC. JPA providers know the older classes alone.
 */
final class CalendarConnection {

    private CalendarConnection() {}

    /** The connection itself where no value can shift. */
    static Connection over(Connection connection) {
        return ZoneId.systemDefault().getRules().isFixedOffset() ? connection : proxy(Connection.class, connection);
    }

    /** Passes all calls on. What comes of them is wrapped, down to the values of the rows. */
    private static <T> T proxy(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                CalendarConnection.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object result = target instanceof PreparedStatement statement && isSetter(method)
                            ? set(statement, method, arguments)
                            : call(target, method, arguments);
                    if (target instanceof ResultSet row
                            && arguments != null
                            && method.getName().startsWith("get")) {
                        return read(row, arguments[0], result);
                    }
                    if (result instanceof Statement || result instanceof ResultSet) {
                        return proxy(method.getReturnType(), result);
                    }
                    return result;
                }));
    }

    private static boolean isSetter(Method method) {
        return method.getParameterCount() == 2
                && (method.getName().equals("setDate") || method.getName().equals("setTimestamp"));
    }

    private static Object set(PreparedStatement statement, Method method, Object[] arguments) throws Throwable {
        int parameter = (Integer) arguments[0];
        if (arguments[1] instanceof Date date) {
            statement.setObject(parameter, date.toLocalDate());
        } else if (arguments[1] instanceof Timestamp timestamp) {
            int type = statement.getParameterMetaData().getParameterType(parameter);
            statement.setObject(
                    parameter,
                    type == Types.TIMESTAMP_WITH_TIMEZONE
                            ? timestamp.toInstant().atOffset(ZoneOffset.UTC)
                            : timestamp.toLocalDateTime());
        } else {
            call(statement, method, arguments);
        }
        return null;
    }

    private static Object read(ResultSet row, Object column, Object result) throws SQLException {
        if (result instanceof Date) {
            return Date.valueOf(value(row, column, LocalDate.class));
        }
        if (result instanceof Timestamp) {
            int index = column instanceof Integer number ? number : row.findColumn((String) column);
            return row.getMetaData().getColumnType(index) == Types.TIMESTAMP_WITH_TIMEZONE
                    ? Timestamp.from(value(row, column, OffsetDateTime.class).toInstant())
                    : Timestamp.valueOf(value(row, column, LocalDateTime.class));
        }
        return result;
    }

    private static <T> T value(ResultSet row, Object column, Class<T> type) throws SQLException {
        return column instanceof Integer index ? row.getObject(index, type) : row.getObject((String) column, type);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
