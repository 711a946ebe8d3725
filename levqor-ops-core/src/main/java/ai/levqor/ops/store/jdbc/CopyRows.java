package ai.levqor.ops.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LogShape.Ids;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.ZoneId;

/**
 * Reads rows of (user, time) as PostgreSQL's binary COPY sends them: one row a message, the first with a header before it,
 * the last one empty. Numbers are big-endian; times count microseconds, and dates days, from 2000-01-01. Makes no object
 * for a row, unless a time is a text.
 */
final class CopyRows {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int HEADER = 19;
    private static final long SIGNATURE = 0x5047434F50590AFFL;
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;
    private static final int DAYS_TO_2000 = 10_957;

    private final Ids ids;
    private final TimeType type;
    private final ZoneId columnZone;
    private final ZoneId dayZone;
    private final DayStarts days;
    private final ActivitySink sink;
    private final TextId text = new TextId();
    private long skipped;

    CopyRows(LogShape shape, ActivityTable table, DayRange days, ActivitySink sink) {
        this.ids = shape.ids();
        this.type = shape.type();
        this.columnZone = table.columnZone();
        this.dayZone = table.dayZone();
        this.days = DayStarts.of(days, table, shape.type());
        this.sink = sink;
    }

    /** Rows without a user or a time. */
    long skipped() {
        return skipped;
    }

    /** Takes one message. */
    void take(byte[] message) {
        var at = 0;
        if (message.length >= HEADER && (long) LONGS.get(message, 0) == SIGNATURE) {
            at = HEADER + (int) INTS.get(message, HEADER - 4);
        }
        if (message.length - at < 2) {
            return;
        }
        var fields = (short) SHORTS.get(message, at);
        if (fields == -1) {
            return;
        }
        if (fields != 2) {
            throw new UnavailableException("a row of COPY has " + fields + " fields where two were asked for");
        }
        row(message, at + 2);
    }

    private void row(byte[] message, int at) {
        var userLength = (int) INTS.get(message, at);
        var user = at + 4;
        var time = user + Math.max(0, userLength);
        var timeLength = (int) INTS.get(message, time);
        if (userLength < 0 || timeLength < 0) {
            skipped++;
            return;
        }
        var day = day(message, time + 4, timeLength);
        if (day == DayStarts.OUTSIDE) {
            return;
        }
        switch (ids) {
            case INTEGER -> sink.seen(0, number(message, user, userLength), day);
            case UUID -> sink.seen((long) LONGS.get(message, user), (long) LONGS.get(message, user + 8), day);
            case TEXT -> {
                text.hash(message, user, userLength);
                sink.seen(text.high(), text.low(), day);
            }
        }
    }

    private int day(byte[] message, int at, int length) {
        return switch (type) {
            case DATE -> days.ifInside((long) (int) INTS.get(message, at) + DAYS_TO_2000);
            case EPOCH_S, EPOCH_MS -> days.dayOf(number(message, at, length));
            case ISO_TEXT ->
                days.ifInside(Day.of(IsoText.parse(new String(message, at, length, UTF_8), columnZone), dayZone));
            case AUTO, TIMESTAMPTZ, TIMESTAMP -> {
                var micros = (long) LONGS.get(message, at);
                // The two ends of long are infinity, and stay outside.
                yield micros > Long.MAX_VALUE - MICROS_TO_2000
                        ? DayStarts.OUTSIDE
                        : days.dayOf(micros + MICROS_TO_2000);
            }
        };
    }

    private static long number(byte[] message, int at, int length) {
        return switch (length) {
            case 2 -> (short) SHORTS.get(message, at);
            case 4 -> (int) INTS.get(message, at);
            case 8 -> (long) LONGS.get(message, at);
            default -> throw new UnavailableException("a whole number of COPY has " + length + " bytes");
        };
    }
}
