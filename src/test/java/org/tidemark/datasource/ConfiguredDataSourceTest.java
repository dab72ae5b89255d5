package org.tidemark.datasource;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredDataSourceTest {

    @AfterEach
    void forget() {
        System.clearProperty("tidemark.db.url");
    }

    /** As a proxy does while nobody is behind it, or a machine whose database is stopped in a debugger. */
    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql", "jdbc:mariadb"})
    void a_database_that_accepts_and_never_answers_does_not_hold_the_caller(String product) throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            System.setProperty("tidemark.db.url", product + "://127.0.0.1:" + mute.getLocalPort() + "/tidemark");
            var source = new ConfiguredDataSource();
            source.setLoginTimeout(1);
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> assertThrows(SQLException.class, source::getConnection));
        }
    }
}
