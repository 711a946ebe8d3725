package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ScaleReport.Outcome;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scales the workers: one step is observe, decide, act, record. A dry run is the same without the last two.
 *
 * <p><b>Threading:</b> safe for many threads; one at a time observes or acts.
 */
public final class Autoscaler {
    private static final String STATE_NOT_WRITTEN = "nothing has changed: the state could not be written";

    private final Observer observer;
    private final PolicyRunner<?> policy;
    private final Actor actor;
    private final DecisionRecorder recorder;
    private final History history;
    private final LongSupplier ticker;
    private final long snapshotNanos;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile @Nullable Cached cached;
    private volatile Optional<Snapshot> lastSeen = Optional.empty();

    Autoscaler(Observer observer, PolicyRunner<?> policy, Actor actor, DecisionRecorder recorder, Pace pace) {
        this.observer = observer;
        this.policy = policy;
        this.actor = actor;
        this.recorder = recorder;
        this.history = new History(pace.historySize());
        this.ticker = pace.ticker();
        this.snapshotNanos = pace.snapshotNanos();
    }

    /**
     * What a step would decide now. Nothing changes and nothing is remembered. Without anything replaced, the answer may
     * be as old as {@link EngineSettings#snapshotFor}, and is the same instance for as long.
     */
    public ScaleReport dryRun(WhatIf instead) {
        var now = current();
        return instead.isNothing() ? now.report : preview(now.snapshot, replaced(now.snapshot.seen(), instead));
    }

    /**
     * One step: observes, decides, and carries the decision out if {@code AUTOSCALE_ENABLED} is on. A person's apply and
     * the loop's tick are the same thing.
     *
     * @return what was seen, decided and done; faults of sources, stores and pools are in it and not thrown
     */
    public ScaleReport apply() {
        var report = step();
        recorder.tell(report);
        return report;
    }

    private ScaleReport step() {
        turn.lock();
        try {
            var snapshot = observer.observe();
            lastSeen = Optional.of(snapshot);
            snapshot.flags().ifPresent(actor::saw);
            var fold = policy.begin(snapshot.seen());
            var outcome = act(snapshot, fold);
            var report = new ScaleReport(
                    snapshot.seen(), snapshot.signals(), fold.decision(), snapshot.autoscaleEnabled(), outcome);
            history.add(report);
            recorder.record(report, fold.before(), fold.mark());
            cached = outcome.result().applied() ? null : cache(snapshot);
            return report;
        } finally {
            turn.unlock();
        }
    }

    /** The last decisions of the loop and of people, newest first, {@code limit} at the most. */
    public List<ScaleReport> history(int limit) {
        return history.newest(limit);
    }

    /** Lets the pool follow a worker target that changed without a decision. */
    void followFlags() {
        turn.lock();
        try {
            observer.readFlags().ifPresent(actor::follow);
        } finally {
            turn.unlock();
        }
    }

    /** What the last step has seen; else what there is to see now. */
    Snapshot lastSeen() {
        return lastSeen.orElseGet(this::look);
    }

    /** Observes now, whatever was seen a moment ago. */
    Snapshot look() {
        turn.lock();
        try {
            return observer.observe();
        } finally {
            turn.unlock();
        }
    }

    /** The sources as they fared when last asked. */
    Snapshot snapshot() {
        return current().snapshot;
    }

    private Outcome act(Snapshot snapshot, PolicyRunner<?>.Turn fold) {
        var decision = fold.decision();
        var workers = decision.from();
        var notActing = actor.notActing();
        if (notActing.isPresent()) {
            return new Outcome(Result.NOT_LEADING, workers, "this instance changes nothing: " + notActing.get());
        }
        if (!decision.action().changes()
                || !snapshot.autoscaleEnabled()
                || snapshot.flags().isEmpty()) {
            return keepOnly(fold);
        }
        if (!fold.intend()) {
            return fold.memoryUsable()
                    ? new Outcome(
                            Result.OUTRUN, workers, "nothing has changed: another instance decided at the same time")
                    : new Outcome(Result.STORE_FAILED, workers, STATE_NOT_WRITTEN);
        }
        var outcome = actor.scale(
                snapshot.flags().get(), decision.to(), snapshot.seen().at());
        if (!outcome.result().applied()) {
            var unused = fold.leave();
        }
        return outcome;
    }

    /** Remembers what was seen, and acts on nothing. */
    private static Outcome keepOnly(PolicyRunner<?>.Turn fold) {
        var workers = fold.decision().from();
        if (!fold.leave() && !fold.memoryUsable()) {
            return new Outcome(Result.STORE_FAILED, workers, STATE_NOT_WRITTEN);
        }
        return fold.decision().action().changes()
                ? new Outcome(Result.DISABLED, workers, "nothing has changed: AUTOSCALE_ENABLED is off")
                : new Outcome(Result.NOTHING_TO_DO, workers, "nothing to change");
    }

    /** The cached snapshot while it is fresh; else a new one, by whoever comes first. The others take the old one. */
    private Cached current() {
        var seen = cached;
        if (seen != null && ticker.getAsLong() - seen.takenAt < snapshotNanos) {
            return seen;
        }
        if (seen == null) {
            turn.lock();
        } else if (!turn.tryLock()) {
            return seen;
        }
        try {
            var meanwhile = cached;
            if (meanwhile != null && meanwhile != seen) {
                return meanwhile;
            }
            var fresh = cache(observer.observe());
            cached = fresh;
            return fresh;
        } finally {
            turn.unlock();
        }
    }

    private Cached cache(Snapshot snapshot) {
        return new Cached(ticker.getAsLong(), snapshot, preview(snapshot, snapshot.seen()));
    }

    private ScaleReport preview(Snapshot snapshot, ScaleObservation seen) {
        var decision = policy.preview(seen);
        return new ScaleReport(
                seen,
                snapshot.signals(),
                decision,
                snapshot.autoscaleEnabled(),
                new Outcome(Result.NOT_ASKED, decision.from(), "a dry run changes nothing"));
    }

    private static ScaleObservation replaced(ScaleObservation seen, WhatIf instead) {
        var now = seen.at();
        var requests =
                Math.max(1, seen.latency().value().map(it -> it.requests()).orElse(1L));
        return new ScaleObservation(
                now,
                seen.workers(),
                instead.p95Latency()
                        .map(p95 -> Reading.known(Latency.of(requests, p95), now))
                        .orElse(seen.latency()),
                instead.queueDepth().isPresent()
                        ? Reading.known(instead.queueDepth().getAsLong(), now)
                        : seen.queueDepth(),
                instead.errorRate().isPresent()
                        ? Reading.known(instead.errorRate().getAsDouble(), now)
                        : seen.errorRate(),
                instead.spendLast24h()
                        .map(spend -> Reading.known(new SpendLevel(spend, forecast(seen)), now))
                        .orElse(seen.spend()));
    }

    private static Optional<BigDecimal> forecast(ScaleObservation seen) {
        return seen.spend().value().flatMap(SpendLevel::forecastNext30d);
    }

    /** How often to look, and how much to keep. */
    record Pace(LongSupplier ticker, long snapshotNanos, int historySize) {}

    /** What was seen last, and what it would mean. */
    private static final class Cached {
        final long takenAt;
        final Snapshot snapshot;
        final ScaleReport report;

        Cached(long takenAt, Snapshot snapshot, ScaleReport report) {
            this.takenAt = takenAt;
            this.snapshot = snapshot;
            this.report = report;
        }
    }
}
