package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.time.Instant;

/** An observation in the making. What a test does not say is within its objective. */
record Look(Reading<Duration> p99, Reading<Outcomes> outcomes, Reading<Double> availability) {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration EVERY = Duration.ofMinutes(5);

    static final Look MET = new Look(known(Duration.ofMillis(100)), known(new Outcomes(1_000, 0)), known(1.0));
    static final Look BREACH = MET.p99(201);
    static final Look SILENT = MET.p99(Reading.unknown(UnknownCause.LATE));

    Look p99(double millis) {
        return p99(known(Duration.ofNanos(Math.round(millis * 1e6))));
    }

    Look p99(Reading<Duration> p99) {
        return new Look(p99, outcomes, availability);
    }

    Look failures(long failures, long total) {
        return outcomes(known(new Outcomes(total, failures)));
    }

    Look outcomes(Reading<Outcomes> outcomes) {
        return new Look(p99, outcomes, availability);
    }

    Look availability(double share) {
        return availability(known(share));
    }

    Look availability(Reading<Double> availability) {
        return new Look(p99, outcomes, availability);
    }

    /** Seen at a tick, when it was due. */
    SloObservation at(long tick) {
        return new SloObservation(tick, NOON.plus(EVERY.multipliedBy(tick)), p99, outcomes, availability);
    }

    /** Seen at a time, with the number of the tick taken from it. */
    SloObservation at(Instant time) {
        return new SloObservation(SloObservation.tickAt(time, EVERY), time, p99, outcomes, availability);
    }

    static <T> Reading<T> known(T value) {
        return Reading.known(value, NOON);
    }
}
