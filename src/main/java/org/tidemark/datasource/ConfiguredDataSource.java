package org.tidemark.datasource;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Opens connections to the database that {@link DatabaseSettings} names; the server's pool stands in front of it.
 * Threadsafe. Every connection
 * <ul>
 *   <li>waits at most five seconds for a lock. JPA's hint for it means something else on each provider, and without
 *       any limit one stuck transaction would hold all the others;
 *   <li>sees the newest state once a lock is granted, as the sync relies on: MariaDB is asked for that, while a
 *       PostgreSQL that is set to something stricter refuses, and the work is done again;
 *   <li>comes back after a restart of the database, see {@link ReopeningConnection}.
 * </ul>
 */
public class ConfiguredDataSource implements DataSource {

    private final DatabaseSettings settings = DatabaseSettings.read();
    private String applicationName = "tidemark";
    private int loginTimeout = 10;

    @Override
    public Connection getConnection() throws SQLException {
        return ReopeningConnection.over(() -> open(settings));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        DatabaseSettings named = settings.as(user, password);
        return ReopeningConnection.over(() -> open(named));
    }

    private Connection open(DatabaseSettings database) throws SQLException {
        Driver driver = driver(database);
        DatabaseProduct product = DatabaseProduct.of(database.url()).orElseThrow(() -> unknown(database));
        Properties properties = new Properties();
        if (database.user() != null) {
            properties.setProperty("user", database.user());
        }
        if (database.password() != null) {
            properties.setProperty("password", database.password());
        }
        properties.putAll(product.properties(database.url(), applicationName, loginTimeout));
        Connection connection = EmbeddedFile.open(database.url(), () -> driver.connect(database.url(), properties));
        try {
            limitLockWaits(connection, database, product);
            return product.exact(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void limitLockWaits(Connection connection, DatabaseSettings database, DatabaseProduct product)
            throws SQLException {
        String url = database.url().toLowerCase(Locale.ROOT);
        if (url.contains("lock_timeout") || url.contains("lock_wait_timeout")) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(product.lockLimit());
        }
    }

    /** DriverManager sees only the drivers of the server; ours is in the WAR. */
    private static Driver driver(DatabaseSettings database) throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, ConfiguredDataSource.class.getClassLoader())) {
            if (driver.acceptsURL(database.url())) {
                return driver;
            }
        }
        throw unknown(database);
    }

    private static SQLException unknown(DatabaseSettings database) {
        return new SQLException("No JDBC driver for " + database.address()
                + ": tidemark.db.url has to begin with jdbc:h2:, jdbc:postgresql: or jdbc:mariadb:");
    }

    public String getApplicationName() {
        return applicationName;
    }

    /** Under which name the connections appear in what the database says of them. */
    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public void setLoginTimeout(int seconds) {
        this.loginTimeout = seconds;
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {
        // Drivers log by java.util.logging; servers offer a writer to everything.
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return Logger.getLogger(ConfiguredDataSource.class.getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (isWrapperFor(type)) {
            return type.cast(this);
        }
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
