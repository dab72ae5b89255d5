package org.tidemark.datasource;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * Keeps the file of an embedded H2 within bounds: when it has grown to a multiple of what the data take, the database
 * is closed, by which H2 compacts it, and opens with the next piece of work. Who is in the middle of a transaction
 * finds what a restart of any database is like: it fails as a whole, and is tried again. Nothing that was committed is
 * touched. Where H2 cannot write the copy, it is tried now and then, and the log says so.
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

    /**
     * Each attempt takes the database away for a time, and one that gained nothing is likely to gain nothing soon
     * after.
     */
    private static final Duration REST = Duration.ofMinutes(10);

    private static final long PERCENT_OF_PERCENT = 10_000;

    /** H2 knows the share of the file that is in use, and the share of that which is alive, both in percent. */
    private static final String DATA = "select cast(setting_value as bigint) from information_schema.settings"
            + " where setting_name in ('info.FILE_SIZE', 'info.FILL_RATE', 'info.CHUNKS_FILL_RATE')";

    private final Optional<EmbeddedFile> file;
    private final long least;
    private final AtomicBoolean runs = new AtomicBoolean();
    /** What the data take, by the file's own statistics; 0 as long as nobody has asked. */
    private volatile long data;

    private volatile long restsSince = System.nanoTime() - REST.toNanos();

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
        if (before < least || before < MULTIPLE * data || System.nanoTime() - restsSince < REST.toNanos()) {
            return;
        }
        try {
            if (data == 0) {
                data = data();
            }
            if (before >= MULTIPLE * data) {
                compact(grown, before);
            }
        } catch (SQLException e) {
            restsSince = System.nanoTime();
            LOG.log(System.Logger.Level.WARNING, "H2 did not compact its file: " + e.getMessage());
        }
    }

    private void compact(EmbeddedFile grown, long before) throws SQLException {
        long began = System.nanoTime();
        close();
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        long after = grown.size();
        data = data();
        String sizes = before / MEBIBYTE + " to " + after / MEBIBYTE + " MiB; it was closed for " + seconds + " s";
        if (after < Math.max(least, MULTIPLE * data)) {
            LOG.log(System.Logger.Level.INFO, "H2 compacted its file from " + sizes);
        } else {
            restsSince = System.nanoTime();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "H2 did not compact its file, of which " + data / MEBIBYTE + " MiB are data: from " + sizes);
        }
    }

    /** Only the administrator of the database may; a data source without a user is that. */
    private void close() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    private long data() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet factors = statement.executeQuery(DATA)) {
            long product = 1;
            while (factors.next()) {
                product *= Math.max(1, factors.getLong(1));
            }
            return Math.max(1, product / PERCENT_OF_PERCENT);
        }
    }
}
