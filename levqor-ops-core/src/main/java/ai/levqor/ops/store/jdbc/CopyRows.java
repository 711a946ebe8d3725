package ai.levqor.ops.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LogShape.Ids;
import java.time.ZoneId;

/**
 * Reads rows of (user, time) as PostgreSQL's binary COPY sends them, and hands them on some thousand at a time. Times count
 * microseconds, and dates days, from 2000-01-01. Makes no object for a row, unless a time is a text.
 */
final class CopyRows {
    private static final int BATCH = 4_096;
    private static final int DAYS_TO_2000 = 10_957;

    /** The commonest row is two fields of eight bytes, so that all but the two numbers is the same in each of them. */
    private static final int PLAIN = 30;

    private static final long PLAIN_BEGIN = 0x0002_0000_0008_0000L;
    private static final long PLAIN_BEGIN_MASK = 0xFFFF_FFFF_FFFF_0000L;
    private static final int PLAIN_USER = 6;
    private static final int PLAIN_TIME = 18;

    private final Ids ids;
    private final TimeType type;
    private final boolean plain;
    private final ZoneId columnZone;
    private final ZoneId dayZone;
    private final DayStarts days;
    private final ActivitySink sink;
    private final TextId text = new TextId();
    private final long[] highs;
    private final long[] lows = new long[BATCH];
    private final int[] epochDays = new int[BATCH];
    private int filled;
    private long skipped;

    CopyRows(LogShape shape, ActivityTable table, DayRange days, ActivitySink sink) {
        this.ids = shape.ids();
        this.type = shape.type();
        this.plain = ids == Ids.INTEGER && type != TimeType.ISO_TEXT && type != TimeType.DATE;
        this.columnZone = table.columnZone();
        this.dayZone = table.dayZone();
        this.days = DayStarts.of(days, table, shape.type());
        this.sink = sink;
        this.highs = new long[ids == Ids.INTEGER ? 0 : BATCH];
    }

    /** Rows without a time, and rows of these days without a user. */
    long skipped() {
        return skipped;
    }

    /** Takes one message. */
    void take(byte[] message) {
        if (message.length == PLAIN
                && plain
                && (CopyFormat.int8(message, 0) & PLAIN_BEGIN_MASK) == PLAIN_BEGIN
                && CopyFormat.int4(message, PLAIN_TIME - CopyFormat.LENGTH) == Long.BYTES) {
            var day = days.dayOf(CopyFormat.int8(message, PLAIN_TIME));
            if (day != DayStarts.OUTSIDE) {
                lows[filled] = CopyFormat.int8(message, PLAIN_USER);
                add(day);
            }
            return;
        }
        var at = CopyFormat.row(message, 2);
        if (at >= 0) {
            row(message, at);
        }
    }

    /** Hands on what is gathered. */
    void flush() {
        if (filled == 0) {
            return;
        }
        var count = filled;
        filled = 0;
        if (ids == Ids.INTEGER) {
            sink.seen(lows, epochDays, count);
        } else {
            sink.seen(highs, lows, epochDays, count);
        }
    }

    private void add(int day) {
        epochDays[filled] = day;
        if (++filled == BATCH) {
            flush();
        }
    }

    private void row(byte[] message, int at) {
        var userLength = CopyFormat.int4(message, at);
        var user = at + CopyFormat.LENGTH;
        var time = user + Math.max(0, userLength);
        var timeLength = CopyFormat.int4(message, time);
        if (timeLength < 0) {
            skipped++;
            return;
        }
        var day = day(message, time + CopyFormat.LENGTH, timeLength);
        if (day == DayStarts.OUTSIDE) {
            return;
        }
        if (userLength < 0) {
            skipped++;
            return;
        }
        switch (ids) {
            case INTEGER -> lows[filled] = CopyFormat.number(message, user, userLength);
            case UUID -> {
                highs[filled] = CopyFormat.int8(message, user);
                lows[filled] = CopyFormat.int8(message, user + Long.BYTES);
            }
            case TEXT -> {
                text.hash(message, user, userLength);
                highs[filled] = text.high();
                lows[filled] = text.low();
            }
        }
        add(day);
    }

    private int day(byte[] message, int at, int length) {
        return switch (type) {
            case DATE -> days.ifInside((long) CopyFormat.int4(message, at) + DAYS_TO_2000);
            case EPOCH_S, EPOCH_MS -> days.dayOf(CopyFormat.number(message, at, length));
            case ISO_TEXT ->
                days.ifInside(Day.of(IsoText.parse(new String(message, at, length, UTF_8), columnZone), dayZone));
            case AUTO, TIMESTAMPTZ, TIMESTAMP -> days.dayOf(CopyFormat.int8(message, at));
        };
    }
}
