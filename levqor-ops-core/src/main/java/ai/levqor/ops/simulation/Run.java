package ai.levqor.ops.simulation;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.simulation.FluidQueue.Done;
import ai.levqor.ops.simulation.SimulationReport.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One run of a policy through a workload. */
final class Run<S> {
    private static final long WINDOW_SECONDS = 60;

    private final Setting setting;
    private final ScalePolicy<S> policy;
    private final Arrivals arrivals;
    private final FluidQueue queue = new FluidQueue();
    private final Fleet fleet;
    private final SloMinutes minutes;
    private final ArrayDeque<Done> window = new ArrayDeque<>();
    private final Waits windowWaits = new Waits();
    private final List<Tick> timeline = new ArrayList<>();
    private S state;
    private long workerSeconds;
    private long maxDepth;

    /** What is simulated; times in seconds. */
    record Setting(
            Workload workload,
            String seed,
            int workers,
            double serviceRate,
            long startUp,
            long tick,
            double sloWait,
            List<Disturbance> disturbances,
            Predicate<Duration> automated) {}

    Run(Setting setting, ScalePolicy<S> policy) {
        this.setting = setting;
        this.policy = policy;
        this.arrivals = new Arrivals(setting.workload(), setting.seed());
        this.fleet = new Fleet(setting.workers(), setting.startUp());
        this.minutes = new SloMinutes(setting.sloWait());
        this.state = policy.start();
    }

    SimulationReport toTheEnd() {
        var end = setting.workload().length().toSeconds();
        for (var second = 0L; second < end; second++) {
            fleet.advance(second);
            if (second % setting.tick() == 0) {
                tick(second);
            }
            queue.pass(second, arrivals.in(second), capacity(), this::done);
            workerSeconds += fleet.size();
            maxDepth = Math.max(maxDepth, queue.depth());
        }
        queue.drain(end, capacity(), minutes::add);
        return new SimulationReport(
                setting.workload().length(),
                SloMinutes.in(end),
                minutes.violated(),
                workerSeconds / 3600.0,
                maxDepth,
                timeline);
    }

    private double capacity() {
        return fleet.ready() * setting.serviceRate();
    }

    private void done(Done done) {
        window.addLast(done);
        minutes.add(done);
    }

    /** The fold of production: observe, decide, act, and remember by whether it was done. */
    private void tick(long second) {
        var elapsed = Duration.ofSeconds(second);
        var latency = latency(second);
        var step = policy.decide(state, observe(latency, elapsed));
        var decision = step.decision();
        var applied = decision.action().changes() && setting.automated().test(elapsed);
        timeline.add(new Tick(
                elapsed,
                setting.workload().rateIn(second),
                latency.p95(),
                queue.depth(),
                fleet.ready(),
                decision,
                applied));
        if (applied) {
            fleet.resize(decision.to(), second);
        }
        state = applied ? step.next() : step.unapplied();
    }

    private Latency latency(long second) {
        for (var oldest = window.peekFirst();
                oldest != null && oldest.finished() < second - WINDOW_SECONDS;
                oldest = window.peekFirst()) {
            window.removeFirst();
        }
        windowWaits.clear();
        window.forEach(done -> windowWaits.add(done.waited(), done.jobs()));
        return windowWaits.jobs() == 0
                ? Latency.NO_REQUESTS
                : Latency.of(windowWaits.jobs(), Duration.ofNanos(Math.round(windowWaits.p95() * 1e9)));
    }

    private ScaleObservation observe(Latency latency, Duration elapsed) {
        var at = Instant.EPOCH.plus(elapsed);
        var seen = new ScaleObservation(
                at,
                fleet.size(),
                Reading.known(latency, at),
                Reading.known(queue.depth(), at),
                Reading.known(0.0, at),
                Reading.unknown(UnknownCause.NOT_CONFIGURED));
        for (var disturbance : setting.disturbances()) {
            seen = disturbance.disturb(seen, elapsed);
        }
        return seen;
    }
}
