package org.tidemark.datasource;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What drivers and providers write of each statement that a database refuses, with the values of fields that are in its
 * words. A refusal is answered to whoever caused it; the log of the server is not the place for it. There is no setting
 * for these in persistence.xml.
 */
final class DriverLogs {

    /** Held, since a logger that nobody holds forgets its level. */
    private static final List<Logger> LOUD = List.of(
            Logger.getLogger("org.hibernate.engine.jdbc.spi.SqlExceptionHelper"),
            Logger.getLogger("org.hibernate.engine.jdbc.batch.JdbcBatchLogging"),
            Logger.getLogger("org.hibernate.orm.jdbc.batch"),
            Logger.getLogger("org.mariadb.jdbc.message.server.ErrorPacket"));

    private DriverLogs() {}

    static void silence() {
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
