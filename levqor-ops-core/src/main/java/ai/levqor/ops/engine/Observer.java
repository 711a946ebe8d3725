package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.fleet.Standing;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.spi.billing.Spend;
import ai.levqor.ops.spi.billing.SpendSource;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FlagReading;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks every source under one deadline, and makes one immutable snapshot of what they say.
 *
 * <p><b>Threading:</b> observes for one thread at a time.
 */
final class Observer {
    private final DeadlineCaller caller;
    private final Clock clock;
    private final Optional<Question<MetricsSample>> metrics;
    private final Optional<Question<MetricsSample>> jobs;
    private final Optional<Question<QueueDepth>> queue;
    private final Optional<Question<Integer>> workers;
    private final Optional<Question<Spend>> spend;
    private final Question<FlagReading> flags;
    private final List<Question<?>> all = new ArrayList<>();
    private final boolean queueless;
    private final SourceJudge judge;
    private final Standing standing;

    Observer(Sources sources, DeadlineCaller caller, Clock clock, SourceJudge judge, Standing standing) {
        this.standing = standing;
        this.caller = caller;
        this.clock = clock;
        this.judge = judge;
        this.queueless = sources.queueless();
        this.metrics = question("metrics", Optional.of(sources.metrics()), MetricsSource::sample);
        this.jobs = question("jobs", sources.jobs(), MetricsSource::sample);
        this.queue = question("queue", sources.queue(), WorkQueue::depth);
        this.workers = question("workers", sources.workers(), WorkerPool::size);
        this.spend = question("spend", sources.spend(), SpendSource::spend);
        this.flags = new Question<>("flags", sources.flags()::read);
        all.add(flags);
    }

    private <S, T> Optional<Question<T>> question(String name, Optional<S> source, Function<S, T> ask) {
        var question = source.map(it -> new Question<>(name, () -> ask.apply(it)));
        question.ifPresent(all::add);
        return question;
    }

    /** Reads the flags alone; empty if they cannot be read. */
    Optional<FlagReading> readFlags() {
        return caller.ask(flags) instanceof Answer.Given<FlagReading> given
                ? Optional.of(given.value())
                : Optional.empty();
    }

    /** Asks all sources once. */
    Snapshot observe() {
        caller.askAll(all);
        var now = clock.instant();
        var heard = judge.hearing(now);
        var requests = heard.reading(metrics, "metrics", MetricsSample::sampledAt);
        var jobSample = heard.reading(jobs, "jobs", MetricsSample::sampledAt);
        var depth = heard.reading(queue, "queue", QueueDepth::sampledAt);
        var size = heard.reading(workers, "workers", known -> now);
        var cost = heard.spend(spend);
        var switches = heard.flags(flags);

        var outcomes = outcomes(requests, jobSample);
        var seen = new ScaleObservation(
                now,
                standing.workers(size.value(), switches),
                requests.map(Observer::latency),
                queueless ? Reading.known(0L, now) : depth.map(QueueDepth::ready),
                errorRate(outcomes),
                cost.map(it -> new SpendLevel(it.last24h(), it.forecastNext30d())));
        return new Snapshot(
                seen,
                new Signals(requests.value(), outcomes.value(), depth.value(), heard.sources()),
                switches,
                requests,
                outcomes);
    }

    /** Requests and jobs together: half of the outcomes would be a guess. */
    private Reading<Outcomes> outcomes(Reading<MetricsSample> requests, Reading<MetricsSample> jobSample) {
        if (jobs.isEmpty() || requests.value().isEmpty()) {
            return requests.map(MetricsSample::outcomes);
        }
        var ofRequests = requests.value().get().outcomes();
        return jobSample.map(it -> it.outcomes().plus(ofRequests));
    }

    private static Latency latency(MetricsSample sample) {
        return new Latency(sample.requests(), sample.latency().map(LatencyPercentiles::p95));
    }

    /** Nothing ended, nothing known: zero of zero would look like health. */
    private static Reading<Double> errorRate(Reading<Outcomes> outcomes) {
        var rate = outcomes.value().map(Outcomes::errorRate);
        return rate.isPresent() && rate.get().isEmpty()
                ? Reading.unknown(UnknownCause.NO_SAMPLES)
                : outcomes.map(it -> it.errorRate().orElseThrow());
    }
}
