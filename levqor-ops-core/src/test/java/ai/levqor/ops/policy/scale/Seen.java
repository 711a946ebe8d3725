package ai.levqor.ops.policy.scale;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An observation in the making. What a test does not say is fresh, neither pressure nor idle, and free of cost. */
record Seen(Instant at, int workers, Reading<Latency> latency, Reading<Long> depth, Reading<SpendLevel> spend) {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Seen STEADY = at(NOON);
    static final Seen IDLE = STEADY.p95(10);
    static final Seen PRESSED = STEADY.p95(500);

    private static Seen at(Instant at) {
        return new Seen(
                at,
                2,
                Reading.known(Latency.of(100, Duration.ofMillis(100)), at),
                Reading.known(0L, at),
                Reading.unknown(UnknownCause.NOT_CONFIGURED));
    }

    /** The same seen so long after noon; what is known is as old as before. */
    Seen at(Duration afterNoon) {
        var then = NOON.plus(afterNoon);
        var earlier = Duration.between(then, at);
        return new Seen(then, workers, aged(latency, earlier), aged(depth, earlier), aged(spend, earlier));
    }

    Seen workers(int workers) {
        return new Seen(at, workers, latency, depth, spend);
    }

    Seen p95(double millis) {
        return latency(Reading.known(Latency.of(100, Duration.ofNanos(Math.round(millis * 1e6))), at));
    }

    Seen noRequests() {
        return latency(Reading.known(Latency.NO_REQUESTS, at));
    }

    Seen latency(Reading<Latency> latency) {
        return new Seen(at, workers, latency, depth, spend);
    }

    Seen depth(long depth) {
        return depth(Reading.known(depth, at));
    }

    Seen depth(Reading<Long> depth) {
        return new Seen(at, workers, latency, depth, spend);
    }

    Seen spend(String last24h) {
        return spend(Reading.known(new SpendLevel(new BigDecimal(last24h), Optional.empty()), at));
    }

    Seen spend(String last24h, String forecastNext30d) {
        var level = new SpendLevel(new BigDecimal(last24h), Optional.of(new BigDecimal(forecastNext30d)));
        return spend(Reading.known(level, at));
    }

    Seen spend(Reading<SpendLevel> spend) {
        return new Seen(at, workers, latency, depth, spend);
    }

    ScaleObservation observation() {
        return new ScaleObservation(at, workers, latency, depth, Reading.known(0.0, at), spend);
    }

    /** The reading with its value sampled so much earlier; negative is later. */
    static <T> Reading<T> aged(Reading<T> reading, Duration age) {
        return reading instanceof Reading.Known<T> known
                ? Reading.known(known.measured(), known.sampledAt().minus(age))
                : reading;
    }
}
