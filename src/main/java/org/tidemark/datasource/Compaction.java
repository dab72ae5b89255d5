package org.tidemark.datasource;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Keeps the file of an embedded H2 within bounds: when it has grown to a multiple of what the data took, the database is closed, by
 * which H2 compacts it, and opens with the next piece of work. Who is in the middle of a transaction finds what a restart of any
 * database is like: it fails as a whole, and is tried again. Nothing that was committed is touched.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Compaction {

    private static final System.Logger LOG = System.getLogger(Compaction.class.getName());

    private static final long MEBIBYTE = 1 << 20;

    /** Less is not worth a pause. */
    private static final String LEAST = "512";

    private static final int MULTIPLE = 4;

    private final Optional<EmbeddedFile> file;
    private final long least;
    private final AtomicBoolean runs = new AtomicBoolean();
    private volatile long compact;

    @Resource(lookup = Schema.DATA_SOURCE)
    private DataSource dataSource;

    public Compaction() {
        this(null, DatabaseSettings.read().url(), MEBIBYTE * least());
    }

    Compaction(DataSource dataSource, String url, long least) {
        this.dataSource = dataSource;
        this.file = EmbeddedFile.of(url);
        this.least = least;
    }

    private static long least() {
        String said = DatabaseSettings.setting("tidemark.h2.mebibytes");
        try {
            return Integer.parseInt(Objects.requireNonNullElse(said, LEAST));
        } catch (NumberFormatException e) {
            throw new IllegalStateException("tidemark.h2.mebibytes is '" + said + "', and should be a whole number", e);
        }
    }

    @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
    void look() {
        if (file.isPresent() && runs.compareAndSet(false, true)) {
            try {
                look(file.get());
            } finally {
                runs.set(false);
            }
        }
    }

    private void look(EmbeddedFile grown) {
        long before = grown.size();
        if (before < Math.max(least, MULTIPLE * compact)) {
            return;
        }
        try {
            close();
            compact = grown.size();
            LOG.log(
                    System.Logger.Level.INFO,
                    "H2 compacted its file from " + before / MEBIBYTE + " to " + compact / MEBIBYTE + " MiB");
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "H2 did not compact its file: " + e.getMessage());
        }
    }

    /** Only the administrator of the database may; a data source without a user is that. */
    private void close() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }
}
