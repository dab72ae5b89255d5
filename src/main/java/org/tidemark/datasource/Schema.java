package org.tidemark.datasource;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date when the server starts. Whoever needs them at start says {@code @DependsOn("Schema")}.
 *
 * <p>The tables come from our own scripts and never from the JPA provider, since providers choose different types for
 * the same attribute. Tidemark's own tables, those of the sample application and the sample's rows have a history each:
 * an application throws the last two away without touching the first. The scripts in {@code common} are for H2 and
 * PostgreSQL, whose types are the same; MariaDB has its own.
 *
 * <p>Transactions are Flyway's, not the container's: a script and its line in the history belong together, and
 * PostgreSQL allows some statements only outside of a transaction.
 */
@DataSourceDefinition(
        name = Schema.DATA_SOURCE,
        className = "org.tidemark.datasource.ConfiguredDataSource",
        initialPoolSize = 1,
        minPoolSize = 1,
        maxPoolSize = 32,
        // WildFly ignores a definition without any property.
        properties = "applicationName=tidemark")
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Schema {

    static final String DATA_SOURCE = "java:app/jdbc/tidemark";

    @Resource(lookup = DATA_SOURCE)
    private DataSource dataSource;

    @PostConstruct
    void start() {
        DriverLogs.silence();
        String scripts = database().equals("mariadb") ? "mariadb" : "common";
        bringUpToDate("tidemark_schema", "org/tidemark/db/" + scripts);
        bringUpToDate("demo_schema", "org/tidemark/demo/db/" + scripts);
        if (Boolean.parseBoolean(DatabaseSettings.setting("tidemark.demo"))) {
            bringUpToDate("demo_rows", "org/tidemark/demo/db/rows");
        }
    }

    private void bringUpToDate(String history, String folder) {
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .table(history)
                // Open Liberty finds a folder by the empty file flyway.location in it; db/callback is a default of
                // Flyway.
                .locations("classpath:" + folder)
                // The other histories' tables are there already, as may be the application's.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private String database() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The database " + DatabaseSettings.read() + " does not answer: " + e.getMessage(), e);
        }
    }
}
