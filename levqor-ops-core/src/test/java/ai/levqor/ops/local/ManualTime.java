package ai.levqor.ops.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock and a ticker that move when the test says so. */
final class ManualTime extends Clock implements LongSupplier {
    private Instant wall = Instant.parse("2026-11-23T09:00:00Z");
    private long nanos;

    ManualTime() {
        this(0);
    }

    ManualTime(long ticks) {
        this.nanos = ticks;
    }

    synchronized void advance(Duration time) {
        nanos += time.toNanos();
        jumpWallClock(time);
    }

    synchronized void jumpWallClock(Duration by) {
        wall = wall.plus(by);
    }

    @Override
    public synchronized long getAsLong() {
        return nanos;
    }

    @Override
    public synchronized Instant instant() {
        return wall;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("always UTC");
    }
}
