package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Counts gaps where the log is. Any database with {@code LAG} does it in one statement, and gives at most 367 numbers a
 * day. PostgreSQL gathers each user's days as bits, at less than half the cost, and gives the {@linkplain DayPatterns
 * patterns of days} without the users.
 */
final class GapQuery {
    static final int LONGEST_GAP = DayPatterns.LONGEST_GAP;

    private static final int ROWS_BETWEEN_LOOKS = 0xFFF;
    private static final String MEMORY = "256MB";

    private final LogSql log;
    private final ActivityTable table;

    GapQuery(LogSql log, ActivityTable table) {
        this.log = log;
        this.table = table;
    }

    /** Counts within the transaction that the handle is in. */
    void count(Handle handle, DayRange days, GapSink sink) {
        if (days.days() == 0) {
            return;
        }
        if (log.shape().dialect() == Dialect.POSTGRESQL) {
            prepare(handle, table);
            if (DayPatterns.fits(days)) {
                try {
                    countPatterns(handle, days, sink);
                } catch (SQLException e) {
                    throw Faults.of("the activity log cannot be counted", e);
                }
                return;
            }
        }
        var query = statement(days);
        query.bindTo(handle.createQuery(query.text()))
                .setFetchSize(log.shape().dialect().fetchSize(handle))
                .scanResultSet((rows, context) -> {
                    var all = rows.get();
                    while (all.next()) {
                        sink.counted(all.getInt(1), all.getInt(2), all.getLong(3));
                    }
                    return 0;
                });
    }

    /**
     * Room for a hash of some million users, and the zone of texts that name none; both for this transaction alone. A user
     * takes about 100 bytes. PostgreSQL lets a hash have twice that much memory ({@code hash_mem_multiplier}), in each
     * process of a parallel plan; what does not fit goes to disk.
     */
    static void prepare(Handle handle, ActivityTable table) {
        handle.createQuery("SELECT set_config('work_mem', ?, true) AS memory, set_config('TimeZone', ?, true) AS zone")
                .bind(0, MEMORY)
                .bind(
                        1,
                        table.columnZone().getId().equals("Z")
                                ? "UTC"
                                : table.columnZone().getId())
                .mapToMap()
                .list();
    }

    /** The statement of docs/active-users-sql.md. */
    Sql statement(DayRange days) {
        return Sql.join("""
                SELECT d, g, COUNT(*) AS users
                FROM (SELECT d, LEAST(COALESCE(d - LAG(d) OVER (PARTITION BY u ORDER BY d), 0), 366) AS g
                      FROM (SELECT DISTINCT %s AS u, %%s AS d %%s) seen) gaps
                GROUP BY d, g""".formatted(log.user()), log.epochDay(days), log.fromKnown(days));
    }

    private void countPatterns(Handle handle, DayRange days, GapSink sink) throws SQLException {
        var patterns = new DayPatterns(log, days);
        var connection = handle.getConnection();
        var query = patterns.statement(ScanBounds.from(connection, log, days));
        if (Drivers.copies(connection)) {
            PostgresCopy.messages(connection, query, patterns::take);
        } else {
            query.bindTo(handle.createQuery(query.text()))
                    .setFetchSize(log.shape().dialect().fetchSize(handle))
                    .scanResultSet((rows, context) -> {
                        var all = rows.get();
                        for (int until = 1; all.next(); until++) {
                            patterns.take(all);
                            if ((until & ROWS_BETWEEN_LOOKS) == 0) {
                                JdbcActivityLog.stopIfInterrupted();
                            }
                        }
                        return 0;
                    });
        }
        patterns.to(sink);
    }
}
