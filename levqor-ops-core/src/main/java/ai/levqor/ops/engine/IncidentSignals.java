package ai.levqor.ops.engine;

import ai.levqor.ops.engine.recovery.RecoverySignals;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.state.FlagReading;
import java.time.Duration;
import java.time.Instant;

/** What an observation says about incidents. Flags that cannot be read switch nothing on. */
final class IncidentSignals {
    private final Duration maxAge;

    /**
     * @param maxAge a sample further than this from the observation is unknown
     */
    IncidentSignals(Duration maxAge) {
        this.maxAge = maxAge;
    }

    RecoverySignals of(Snapshot snapshot) {
        var at = snapshot.seen().at();
        return new RecoverySignals(
                at,
                p99(fresh(snapshot.metrics(), at)),
                fresh(snapshot.outcomes(), at).map(it -> new Outcomes(it.total(), it.failures())),
                snapshot.flags()
                        .map(FlagReading::flags)
                        .map(flags -> new Switches(flags.incidentAutorecover(), flags.newQueueEnabled()))
                        .orElse(new Switches(false, false)));
    }

    private <T> Reading<T> fresh(Reading<T> reading, Instant at) {
        return reading instanceof Reading.Known<T> known
                        && Duration.between(known.sampledAt(), at).abs().compareTo(maxAge) > 0
                ? Reading.unknown(UnknownCause.STALE)
                : reading;
    }

    private static Reading<Duration> p99(Reading<MetricsSample> metrics) {
        return metrics.value().filter(sample -> sample.latency().isEmpty()).isPresent()
                ? Reading.unknown(UnknownCause.NO_SAMPLES)
                : metrics.map(
                        sample -> sample.latency().map(LatencyPercentiles::p99).orElseThrow());
    }
}
