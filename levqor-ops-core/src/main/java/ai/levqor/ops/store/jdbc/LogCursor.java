package ai.levqor.ops.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads a log through a cursor of any database. The days are counted by the database where it can. */
final class LogCursor {
    private static final int ROWS_BETWEEN_LOOKS = 0xFFF;

    private final LogSql log;
    private final Times times;
    private final boolean daysFromDatabase;
    private final TextId text = new TextId();

    LogCursor(LogSql log, ActivityTable table) {
        this.log = log;
        this.times = new Times(log.shape(), table);
        this.daysFromDatabase =
                log.shape().dialect() != Dialect.GENERIC && log.shape().type() != TimeType.ISO_TEXT;
    }

    /** Hands every activity of the days to the sink; gives the number of rows without a user. */
    long read(Handle handle, DayRange days, ActivitySink sink) {
        var day = daysFromDatabase ? log.epochDay(days) : Sql.of(log.time());
        var query = Sql.join("SELECT " + log.user() + ", %s %s", day, log.from(days));
        return query.bindTo(handle.createQuery(query.text()))
                .setFetchSize(log.shape().dialect().fetchSize(handle))
                .scanResultSet((rows, context) -> hand(rows.get(), days, sink));
    }

    private long hand(ResultSet rows, DayRange days, ActivitySink sink) throws SQLException {
        var from = days.from().toEpochDay();
        var to = days.to().toEpochDay();
        long skipped = 0;
        for (int until = 1; rows.next(); until++) {
            var day = day(rows);
            if (day == null || rows.getObject(1) == null) {
                skipped++;
            } else if (day >= from && day < to) {
                hand(rows, day, sink);
            }
            if ((until & ROWS_BETWEEN_LOOKS) == 0) {
                JdbcActivityLog.stopIfInterrupted();
            }
        }
        return skipped;
    }

    private @Nullable Integer day(ResultSet rows) throws SQLException {
        return daysFromDatabase ? (Integer) rows.getInt(2) : times.day(rows, 2);
    }

    private void hand(ResultSet rows, int day, ActivitySink sink) throws SQLException {
        switch (log.shape().ids()) {
            case INTEGER -> sink.seen(0, rows.getLong(1), day);
            case UUID -> {
                var id = rows.getObject(1, UUID.class);
                sink.seen(id.getMostSignificantBits(), id.getLeastSignificantBits(), day);
            }
            case TEXT -> {
                var utf8 = rows.getString(1).getBytes(UTF_8);
                text.hash(utf8, 0, utf8.length);
                sink.seen(text.high(), text.low(), day);
            }
        }
    }
}
