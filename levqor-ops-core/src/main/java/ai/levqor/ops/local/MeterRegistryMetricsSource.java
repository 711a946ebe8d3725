package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.HistogramSource;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests from a timer that the host records anyway, {@code http.server.requests} unless told otherwise, over all
 * its tags. A request failed if its {@code status} tag begins with 5 or its {@code outcome} tag is {@code SERVER_ERROR}.
 *
 * <p>Such a timer counts from the start of the process, so each sample is compared with the one before, and the
 * differences are kept for the windows. A request stays in a window for the window's time and at most the time between
 * two samples longer. The first sample has nothing to be compared with, and is a fault; so is one that comes later than
 * the failure window after the one before.
 *
 * <p><b>Precision:</b> a percentile is the nearest-rank one, rounded up to the next bucket of the timer's histogram. The
 * buckets of {@code percentiles-histogram} lie up to a third apart; a service level objective at each limit of the
 * policy ({@code management.metrics.distribution.slo.http.server.requests=40ms,150ms}) adds buckets that put the
 * percentile on the limit's right side. What is longer than the last bucket counts as the longest of late. Without a histogram the percentiles are those the timer publishes, over
 * Micrometer's window and to its precision, which is one digit unless set; those of several timers are combined so that
 * the result is rather too high than too low.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class MeterRegistryMetricsSource implements HistogramSource {
    /** The timer of Spring, Micronaut, Quarkus and Micrometer's own instrumentations. */
    public static final String HTTP_SERVER_REQUESTS = "http.server.requests";

    private static final int SLICES = 15;

    private final HostTimers timers;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Windows windows;
    private final Deque<Interval> intervals = new ArrayDeque<>();
    private @Nullable Reading last;
    private boolean forgetful;

    /** Reads {@link #HTTP_SERVER_REQUESTS} over {@link Windows#DEFAULTS}. */
    public MeterRegistryMetricsSource(MeterRegistry registry) {
        this(registry, HTTP_SERVER_REQUESTS, Clock.systemUTC(), System::nanoTime, Windows.DEFAULTS);
    }

    /**
     * A source that has read nothing yet.
     *
     * @param registry where the timer is; of a composite, its first registry that can tell
     * @param timer the timer's name
     * @param clock dates the samples
     * @param ticker elapsed time in nanoseconds that never goes back, as {@link System#nanoTime}
     * @param windows how far back it looks
     */
    public MeterRegistryMetricsSource(
            MeterRegistry registry, String timer, Clock clock, LongSupplier ticker, Windows windows) {
        this.timers = new HostTimers(requireNonNull(registry, "registry"), requireNonNull(timer, "timer"));
        this.clock = requireNonNull(clock, "clock");
        this.ticker = requireNonNull(ticker, "ticker");
        this.windows = requireNonNull(windows, "windows");
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException if the registry has no such timer, the timer does not publish what percentiles are
     *     made of, in which case the message names the setting that makes it so, or nothing can be compared yet
     */
    @Override
    public MetricsSample sample() {
        return histogram().sample();
    }

    /** {@inheritDoc} The faults are those of {@link #sample}. */
    @Override
    public synchronized HistogramSample histogram() {
        var before = last;
        var now = read(before);
        if (before == null || now.at - before.at > windows.failure().toNanos()) {
            last = now;
            intervals.clear();
            throw new UnavailableException(
                    "the timer was read for the first time; what happens from now on is in the next sample");
        }
        keep(now.since(before));
        last = now;

        var outcomes = Outcomes.NONE;
        var tally = new LatencyTally();
        for (var interval : intervals) {
            outcomes = outcomes.plus(interval.outcomes);
            if (interval.endsWithin(windows.latency(), now.at)) {
                tally.add(interval.tally);
            }
        }
        return new HistogramSample(clock.instant(), tally.histogram(), outcomes);
    }

    private Reading read(@Nullable Reading before) {
        var reading = new Reading(ticker.getAsLong(), timers.read());
        forgetful |= before != null && reading.forgot(before);
        if (forgetful) {
            reading.timers.replaceAll((id, timer) -> timer.withoutBuckets());
        }
        if (!reading.timers.values().stream().allMatch(TimerReading::hasLatency)) {
            throw timers.withoutLatency();
        }
        return reading;
    }

    /** Frequent samples are kept together, so that there are few intervals. */
    private void keep(Interval next) {
        intervals.removeIf(interval -> !interval.endsWithin(windows.failure(), next.end));
        var newest = intervals.peekLast();
        if (newest != null && next.end - newest.start <= windows.latency().toNanos() / SLICES) {
            intervals.removeLast();
            intervals.addLast(newest.and(next));
        } else {
            intervals.addLast(next);
        }
    }

    /** All timers at one time of the ticker. */
    private record Reading(long at, Map<Meter.Id, TimerReading> timers) {

        boolean forgot(Reading before) {
            return timers.entrySet().stream().anyMatch(timer -> {
                var earlier = before.timers.get(timer.getKey());
                return earlier != null
                        && timer.getValue().continues(earlier)
                        && timer.getValue().forgot(earlier);
            });
        }

        Interval since(Reading before) {
            var total = 0L;
            var failures = 0L;
            var tally = new LatencyTally();
            for (var entry : timers.entrySet()) {
                var timer = entry.getValue();
                var earlier = before.timers.get(entry.getKey());
                var from = earlier != null && timer.continues(earlier) ? earlier : timer.atStart();
                var requests = timer.count() - from.count();
                total += requests;
                failures += timer.failed() ? requests : 0;
                timer.addSince(from, tally);
            }
            return new Interval(before.at, at, new Outcomes(total, failures), tally);
        }
    }

    /** What happened between two readings. */
    private record Interval(long start, long end, Outcomes outcomes, LatencyTally tally) {

        boolean endsWithin(Duration window, long now) {
            return now - end < window.toNanos();
        }

        Interval and(Interval next) {
            var both = new LatencyTally();
            both.add(tally);
            both.add(next.tally);
            return new Interval(start, next.end, outcomes.plus(next.outcomes), both);
        }
    }
}
