package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.ToLongFunction;

/**
 * Finds the day of a time in constant time: the starts of all days as PostgreSQL's binary COPY has times. Rows of one day
 * mostly come together, so the day before is tried first; then a guess by the length of an ordinary day, which is off by
 * one at most where the clocks change.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class DayStarts {
    /** The day of what lies outside. */
    static final int OUTSIDE = Integer.MIN_VALUE;

    private static final long MILLION = 1_000_000;
    private static final long MICROS_TO_2000 = 946_684_800_000_000L;

    private final int firstDay;
    private final long[] starts;
    private final double daysPerUnit;
    private int lastDay = OUTSIDE;
    private long lastStart;
    private long lastEnd;

    private DayStarts(DayRange days, long usual, ToLongFunction<LocalDate> start) {
        this.firstDay = Math.toIntExact(days.from().toEpochDay());
        this.daysPerUnit = 1.0 / usual;
        this.starts = new long[days.days() + 1];
        for (int day = 0; day < starts.length; day++) {
            starts[day] = start.applyAsLong(days.from().plusDays(day));
        }
    }

    /**
     * Times as a column has them: microseconds from 2000-01-01 for timestamps, seconds or milliseconds from 1970-01-01 for
     * whole numbers. The two ends of {@code long}, which are infinity, lie outside.
     */
    static DayStarts of(DayRange days, ActivityTable table, TimeType type) {
        return switch (type) {
            case EPOCH_S ->
                new DayStarts(
                        days,
                        Day.SECONDS,
                        day -> Day.start(day, table.dayZone()).getEpochSecond());
            case EPOCH_MS ->
                new DayStarts(
                        days,
                        1000 * Day.SECONDS,
                        day -> Day.start(day, table.dayZone()).toEpochMilli());
            case TIMESTAMP ->
                new DayStarts(
                        days, MILLION * Day.SECONDS, day -> micros(local(day, table.columnZone(), table.dayZone())));
            case AUTO, TIMESTAMPTZ, ISO_TEXT, DATE ->
                new DayStarts(days, MILLION * Day.SECONDS, day -> micros(Day.start(day, table.dayZone())));
        };
    }

    /** The day of a time, in days since 1970-01-01, or {@link #OUTSIDE}. */
    int dayOf(long time) {
        if (time >= lastStart && time < lastEnd) {
            return lastDay;
        }
        var last = starts.length - 1;
        if (time < starts[0] || time >= starts[last]) {
            return OUTSIDE;
        }
        var day = (int) Math.min(last - 1, (time - starts[0]) * daysPerUnit);
        while (time < starts[day]) {
            day--;
        }
        while (time >= starts[day + 1]) {
            day++;
        }
        lastDay = firstDay + day;
        lastStart = starts[day];
        lastEnd = starts[day + 1];
        return lastDay;
    }

    /** A day that is known already, if it is inside. */
    int ifInside(long epochDay) {
        return epochDay >= firstDay && epochDay < firstDay + starts.length - 1L ? (int) epochDay : OUTSIDE;
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), MILLION), at.getNano() / 1000) - MICROS_TO_2000;
    }

    private static Instant local(LocalDate day, ZoneId column, ZoneId days) {
        var local = column.equals(days)
                ? LocalDateTime.of(day, LocalTime.MIDNIGHT)
                : LocalDateTime.ofInstant(Day.start(day, days), column);
        return local.toInstant(ZoneOffset.UTC);
    }
}
