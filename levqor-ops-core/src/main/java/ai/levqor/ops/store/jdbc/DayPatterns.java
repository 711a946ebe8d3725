package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSink;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;

/**
 * The days of each user as bits, gathered by PostgreSQL, and counted here: one row for each user, who is not named.
 *
 * <p>Bit {@code n} is the {@code n}-th day, from 1, in words of 64 bits. All that is before the days is bit 0, and all
 * after them the bit above the last: so the bits need no condition on the time to be exact, and rows may be read from any
 * range that has the days. {@code width_bucket} finds the bit among the starts of days: at a third of the cost of a
 * quotient of seconds, and exact in every zone by the rules for zones of this process.
 */
final class DayPatterns {
    static final int LONGEST_GAP = 366;

    private static final int WORD = 64;
    private static final int MOST_WORDS = 12;
    private static final int NOT_A_DAY = 2;

    private final LogSql log;
    private final DayRange days;
    private final int words;
    private final long[] bits;
    private final long[][] users;

    /** Days of which there {@linkplain #fits are not too many}. */
    DayPatterns(LogSql log, DayRange days) {
        this.log = log;
        this.days = days;
        this.words = words(days);
        this.bits = new long[words];
        this.users = new long[days.days()][LONGEST_GAP + 1];
    }

    /** Whether the days fit into as many words as are still faster than sorting. */
    static boolean fits(DayRange days) {
        return words(days) <= MOST_WORDS;
    }

    private static int words(DayRange days) {
        return (days.days() + NOT_A_DAY + WORD - 1) / WORD;
    }

    /** The statement, over rows that are {@code FROM} at least these days. */
    Sql statement(Sql from) {
        var starts = log.starts(days);
        var type = type();
        var moment = "(" + log.moment() + ")::" + type;
        var bucket = "width_bucket(" + moment + ", " + Literals.array(starts, type) + ")";
        var columns = new ArrayList<String>();
        for (int word = 0; word < words; word++) {
            var first = word * WORD;
            var conditions = new ArrayList<String>();
            if (word > 0) {
                conditions.add(moment + " >= " + Literals.of(starts.get(first - 1)));
            }
            if (word < words - 1) {
                conditions.add(moment + " < " + Literals.of(starts.get(first + WORD - 1)));
            }
            columns.add("bit_or(1::bigint << (" + bucket + " - " + first + "))"
                    + (conditions.isEmpty() ? "" : " FILTER (WHERE " + String.join(" AND ", conditions) + ")"));
        }
        var known = log.shape().user().nullable() ? " AND " + log.user() + " IS NOT NULL" : "";
        return Sql.of("SELECT " + String.join(", ", columns) + " ")
                .and(from)
                .and(Sql.of(known + " GROUP BY " + log.user()));
    }

    private String type() {
        return switch (log.shape().type()) {
            case DATE -> "date";
            case TIMESTAMP -> "timestamp";
            case EPOCH_S, EPOCH_MS -> "bigint";
            case AUTO, TIMESTAMPTZ, ISO_TEXT -> "timestamptz";
        };
    }

    /** Takes a message of COPY. */
    void take(byte[] message) {
        var at = CopyFormat.row(message, words);
        if (at < 0) {
            return;
        }
        for (int word = 0; word < words; word++) {
            var length = CopyFormat.int4(message, at);
            at += CopyFormat.LENGTH;
            if (length == Long.BYTES) {
                bits[word] = CopyFormat.int8(message, at);
                at += Long.BYTES;
            } else if (length < 0) {
                bits[word] = 0;
            } else {
                throw new UnavailableException("a word of days has " + length + " bytes");
            }
        }
        count();
    }

    /** Takes a row. */
    void take(ResultSet row) throws SQLException {
        for (int word = 0; word < words; word++) {
            bits[word] = row.getLong(word + 1);
        }
        count();
    }

    private void count() {
        var last = days.days() + 1;
        bits[0] &= -2;
        bits[words - 1] &= ~(1L << last);
        var before = -1;
        for (int word = 0; word < words; word++) {
            for (var left = bits[word]; left != 0; left &= left - 1) {
                var day = word * WORD + Long.numberOfTrailingZeros(left) - 1;
                users[day][before < 0 ? 0 : Math.min(LONGEST_GAP, day - before)]++;
                before = day;
            }
        }
    }

    /** Hands on what was counted. */
    void to(GapSink sink) {
        var first = Math.toIntExact(days.from().toEpochDay());
        for (int day = 0; day < users.length; day++) {
            for (int gap = 0; gap <= LONGEST_GAP; gap++) {
                if (users[day][gap] > 0) {
                    sink.counted(first + day, gap, users[day][gap]);
                }
            }
        }
    }
}
