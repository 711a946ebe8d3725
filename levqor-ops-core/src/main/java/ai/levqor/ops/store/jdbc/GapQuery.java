package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import org.jdbi.v3.core.Handle;

/**
 * Counts gaps where the log is. Any database with {@code LAG} does it in one statement, and gives at most 367 numbers a
 * day. PostgreSQL gathers each user's days as bits, at half the cost, and gives the patterns of days without the users.
 */
final class GapQuery {
    static final int LONGEST_GAP = 366;

    private static final int WORD = 64;
    private static final int MOST_WORDS = 12;
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
            if (days.days() <= MOST_WORDS * WORD) {
                countPatterns(handle, days, sink);
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

    /** Room for a hash of some million users, and the zone of texts that name none; both for this transaction alone. */
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

    private void countPatterns(Handle handle, DayRange days, GapSink sink) {
        var words = (days.days() + WORD - 1) / WORD;
        var query = patterns(days, words);
        var first = Math.toIntExact(days.from().toEpochDay());
        var users = new long[days.days()][LONGEST_GAP + 1];
        query.bindTo(handle.createQuery(query.text()))
                .setFetchSize(log.shape().dialect().fetchSize(handle))
                .scanResultSet((rows, context) -> {
                    var all = rows.get();
                    for (int until = 1; all.next(); until++) {
                        add(all, words, users);
                        if ((until & 0xFFF) == 0) {
                            JdbcActivityLog.stopIfInterrupted();
                        }
                    }
                    return 0;
                });
        for (int day = 0; day < users.length; day++) {
            for (int gap = 0; gap <= LONGEST_GAP; gap++) {
                if (users[day][gap] > 0) {
                    sink.counted(first + day, gap, users[day][gap]);
                }
            }
        }
    }

    private static void add(ResultSet row, int words, long[][] users) throws SQLException {
        var before = -1;
        for (int word = 0; word < words; word++) {
            for (var bits = row.getLong(word + 1); bits != 0; bits &= bits - 1) {
                var day = word * WORD + Long.numberOfTrailingZeros(bits);
                users[day][before < 0 ? 0 : Math.min(LONGEST_GAP, day - before)]++;
                before = day;
            }
        }
    }

    /** One row for each user, who is not named: 64 days a word, the first day lowest. */
    private Sql patterns(DayRange days, int words) {
        var pieces = new ArrayList<Sql>();
        for (int word = 0; word < words; word++) {
            var from = days.from().plusDays((long) word * WORD);
            var to = word == words - 1 ? days.to() : from.plusDays(WORD);
            var part = new DayRange(from, to);
            pieces.add(Sql.join(
                    "bit_or(1::bigint << (%s - " + from.toEpochDay() + ")::int) FILTER (WHERE %s)",
                    log.epochDay(part),
                    log.exactlyWithin(part)));
        }
        pieces.add(log.fromKnown(days));
        var template = "SELECT " + "%s, ".repeat(words);
        return Sql.join(
                template.substring(0, template.length() - 2) + " %s GROUP BY " + log.user(),
                pieces.toArray(Sql[]::new));
    }
}
