package ai.levqor.ops.policy.recovery;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A recovery asked for at noon. What a test does not say is in favour of it, and the host can do all there is. */
record Ask(
        Instant at,
        Origin origin,
        Reading<Double> errorRate,
        Reading<Long> failures,
        Switches switches,
        Means means,
        boolean running,
        Optional<Duration> sinceLastRun) {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final Ask WATCHDOG = new Ask(
            NOON,
            Origin.WATCHDOG,
            known(0.5),
            known(100L),
            new Switches(true, true),
            new Means(true, known(7L), true, true),
            false,
            Optional.empty());
    static final Ask MANUAL = WATCHDOG.origin(Origin.MANUAL);

    Ask at(Duration afterNoon) {
        return at(NOON.plus(afterNoon));
    }

    Ask at(Instant time) {
        return new Ask(time, origin, errorRate, failures, switches, means, running, sinceLastRun);
    }

    Ask origin(Origin other) {
        return new Ask(at, other, errorRate, failures, switches, means, running, sinceLastRun);
    }

    Ask errorRate(Reading<Double> rate) {
        return new Ask(at, origin, rate, failures, switches, means, running, sinceLastRun);
    }

    Ask failures(Reading<Long> count) {
        return new Ask(at, origin, errorRate, count, switches, means, running, sinceLastRun);
    }

    /** Nothing fails. */
    Ask healthy() {
        return errorRate(known(0.0)).failures(known(0L));
    }

    Ask autorecover(boolean on) {
        var other = new Switches(on, switches.newQueue());
        return new Ask(at, origin, errorRate, failures, other, means, running, sinceLastRun);
    }

    Ask newQueue(boolean on) {
        var other = new Switches(switches.autorecover(), on);
        return new Ask(at, origin, errorRate, failures, other, means, running, sinceLastRun);
    }

    Ask means(Means other) {
        return new Ask(at, origin, errorRate, failures, switches, other, running, sinceLastRun);
    }

    Ask whileRunning() {
        return new Ask(at, origin, errorRate, failures, switches, means, true, sinceLastRun);
    }

    Ask sinceLastRun(Duration steady) {
        return new Ask(at, origin, errorRate, failures, switches, means, running, Optional.of(steady));
    }

    RecoveryObservation observation() {
        return new RecoveryObservation(at, origin, errorRate, failures, switches, means, running, sinceLastRun);
    }

    RecoveryDecision decide(RecoveryGuards guards) {
        return step(guards).decision();
    }

    RecoveryStep step(RecoveryGuards guards) {
        return new RecoveryPolicy(RecoverySettings.DEFAULTS).decide(guards, observation());
    }

    static <T> Reading<T> known(T value) {
        return Reading.known(value, NOON);
    }

    static <T> Reading<T> unknown() {
        return Reading.unknown(UnknownCause.FAILED);
    }
}
