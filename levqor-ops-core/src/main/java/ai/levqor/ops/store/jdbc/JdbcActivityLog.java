package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import ai.levqor.ops.spi.activity.GapSource;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a host's own activity log. Of the log it reads the user, the time and the ingest column, of the users table the id,
 * and nothing else. PostgreSQL streams by COPY where its driver is there, any other database through a cursor.
 *
 * <p>Rows without a user or a time are left out, and their number is logged. A text id becomes the first 128 bits of its
 * SHA-256.
 *
 * <p><b>Threading:</b> safe for many threads, each of which takes a connection of its own. Nothing is opened or asked
 * before the first call.
 */
public final class JdbcActivityLog implements ActivitySource, GapSource {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcActivityLog.class);
    private static final DayRange CALENDAR = new DayRange(LocalDate.of(1, 1, 2), LocalDate.of(9999, 12, 30));

    private final Jdbi jdbi;
    private final ActivityTable table;
    private volatile @Nullable LogSql looked;

    /** A log in this database. */
    public JdbcActivityLog(DataSource database, ActivityTable table) {
        this.jdbi = Jdbi.create(requireNonNull(database, "database"));
        this.table = requireNonNull(table, "table");
    }

    /**
     * Looks the table and its columns up, and tries whether they may be read.
     *
     * @throws ConfigurationException if one is not there, is of a type that does not fit, or may not be read
     * @throws UnavailableException if the database does not answer
     */
    public void check() {
        looked = null;
        with("the activity table cannot be looked up", handle -> {
            try {
                var log = sql(handle);
                handle.createQuery("SELECT %s, %s FROM %s l WHERE 1 = 0%s"
                                .formatted(
                                        log.user(),
                                        log.time(),
                                        log.shape().table(),
                                        log.shape().users()))
                        .mapToMap()
                        .list();
                return 0;
            } catch (JdbiException e) {
                if (Set.of("42501", "90096").contains(Faults.state(e))) {
                    throw new ConfigurationException(
                            "the activity table " + table.table()
                                    + " may not be read; grant SELECT on its user and time columns, and on the users' id column");
                }
                throw e;
            }
        });
    }

    @Override
    public Optional<DayRange> days() {
        return with("the activity log cannot be read", this::days);
    }

    @Override
    public void read(DayRange days, ActivitySink sink) {
        with("the activity log cannot be read to its end", handle -> {
            withoutTrace(handle, () -> read(handle, days, sink));
            return 0;
        });
    }

    @Override
    public void gaps(DayRange days, GapSink sink) {
        with("the activity log cannot be counted", handle -> {
            withoutTrace(handle, () -> new GapQuery(sql(handle), table).count(handle, days, sink));
            return 0;
        });
    }

    /**
     * Works within a transaction of which nothing is kept. What ended the work is told, and not what became of the
     * transaction: the cancellation of a COPY that was given up may come late, and meet the rollback instead.
     */
    static void withoutTrace(Handle handle, Runnable work) {
        handle.begin();
        try {
            work.run();
        } catch (RuntimeException e) {
            try {
                handle.rollback();
            } catch (JdbiException late) {
                e.addSuppressed(late);
            }
            throw e;
        }
        handle.rollback();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    ActivityTable table() {
        return table;
    }

    /** The log's SQL; looked up once. */
    LogSql sql(Handle handle) {
        var known = looked;
        if (known == null) {
            try {
                known = new LogSql(LogShape.of(handle.getConnection(), table), table);
            } catch (SQLException e) {
                throw Faults.of("the activity table cannot be looked up", e);
            }
            looked = known;
        }
        return known;
    }

    Optional<DayRange> days(Handle handle) {
        var log = sql(handle);
        var ends = Sql.join(
                "SELECT MIN(%1$s), MAX(%1$s) FROM %2$s l WHERE %%s"
                        .formatted(log.time(), log.shape().table()),
                log.within(CALENDAR));
        var times = new Times(log.shape(), table);
        return ends.bindTo(handle.createQuery(ends.text()))
                .map((row, context) -> {
                    var first = times.day(row, 1);
                    var last = times.day(row, 2);
                    return first == null || last == null
                            ? Optional.<DayRange>empty()
                            : Optional.of(new DayRange(LocalDate.ofEpochDay(first), LocalDate.ofEpochDay(last + 1L)));
                })
                .one();
    }

    /** Reads within the transaction that the handle is in. */
    void read(Handle handle, DayRange days, ActivitySink sink) {
        var log = sql(handle);
        try {
            var connection = handle.getConnection();
            var skipped = log.shape().dialect() == Dialect.POSTGRESQL && Drivers.copies(connection)
                    ? PostgresCopy.read(connection, log, table, days, sink)
                    : new LogCursor(log, table).read(handle, days, sink);
            sayLeftOut(skipped, days);
        } catch (SQLException e) {
            throw Faults.of("the activity log cannot be read to its end", e);
        }
    }

    static void sayLeftOut(long rows, DayRange days) {
        if (rows > 0) {
            LOG.warn(
                    "{} rows of the activity log name no user or no time and were left out, reading from {} to before {}",
                    rows,
                    days.from(),
                    days.to());
        }
    }

    static void stopIfInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new UnavailableException("counting active users was interrupted");
        }
    }

    private <T> T with(String fault, Work<T> work) {
        try (var handle = jdbi.open()) {
            return work.with(handle);
        } catch (JdbiException e) {
            looked = null;
            throw Faults.of(fault, e);
        }
    }

    /** Something done with an open connection. */
    private interface Work<T> {
        T with(Handle handle);
    }
}
