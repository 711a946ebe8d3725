package ai.levqor.ops.simulation;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleDecision;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a policy made of a workload.
 *
 * @param length of the workload
 * @param minutes in it, the last one counted whole
 * @param violatedMinutes minutes in which the P95 wait of the jobs that arrived was above the objective
 * @param workerHours paid for; a worker that starts is paid for too
 * @param maxQueue the most jobs that waited at the end of a second
 * @param timeline one entry for each time the policy was asked
 */
public record SimulationReport(
        Duration length, int minutes, int violatedMinutes, double workerHours, long maxQueue, List<Tick> timeline) {

    public SimulationReport {
        requireNonNull(length, "length");
        timeline = List.copyOf(timeline);
    }

    /**
     * One time the policy was asked.
     *
     * @param at since the start
     * @param jobsPerSecond the workload's rate from then on
     * @param p95 of the waits of the jobs finished in the last 60 s; empty if there were none
     * @param depth jobs that wait
     * @param ready workers that serve
     * @param decision what the policy decided, from what it was shown
     * @param applied whether that changed the workers
     */
    public record Tick(
            Duration at,
            double jobsPerSecond,
            Optional<Duration> p95,
            long depth,
            int ready,
            ScaleDecision decision,
            boolean applied) {

        /** Workers after the tick, those that start included. */
        public int workers() {
            return applied ? decision.to() : decision.from();
        }

        private boolean differsFrom(Tick other) {
            return workers() != other.workers()
                    || decision.action() != other.decision.action()
                    || decision.reason() != other.decision.reason();
        }

        private boolean did(ScaleAction action) {
            return applied && decision.action() == action;
        }
    }

    /** Violated minutes / minutes, from 0.0 to 1.0. */
    public double violatedShare() {
        return (double) violatedMinutes / minutes;
    }

    /** Times that workers were added. */
    public long stepsUp() {
        return timeline.stream().filter(tick -> tick.did(ScaleAction.SCALE_UP)).count();
    }

    /** Times that workers were taken away. */
    public long stepsDown() {
        return timeline.stream()
                .filter(tick -> tick.did(ScaleAction.SCALE_DOWN))
                .count();
    }

    /** How often in 24 hours a step went the other way than the one before. */
    public double flipsPerDay() {
        var flips = 0;
        ScaleAction before = null;
        for (var tick : timeline) {
            if (tick.applied()) {
                flips += before != null && before != tick.decision().action() ? 1 : 0;
                before = tick.decision().action();
            }
        }
        return flips * 86_400.0 / length.toSeconds();
    }

    /** For a person: a line for each change of workers, action or reason, and the sums. */
    public String table() {
        var lines = new StringBuilder("     time    jobs/s   P95 wait    queue  workers  action      reason\n");
        Tick before = null;
        for (var tick : timeline) {
            if (before == null || tick.differsFrom(before)) {
                lines.append(line(tick));
            }
            before = tick;
        }
        return lines.append(this).append('\n').toString();
    }

    private static String line(Tick tick) {
        var p95 = tick.p95().map(wait -> wait.toMillis() + " ms").orElse("-");
        return String.format(
                Locale.ROOT,
                "%3d:%02d:%02d %9.1f %10s %8d %8d  %-10s  %s%s\n",
                tick.at().toHours(),
                tick.at().toMinutesPart(),
                tick.at().toSecondsPart(),
                tick.jobsPerSecond(),
                p95,
                tick.depth(),
                tick.workers(),
                tick.decision().action().name().toLowerCase(Locale.ROOT),
                tick.decision().reason(),
                tick.decision().action().changes() && !tick.applied() ? " (not carried out)" : "");
    }

    /** The sums, in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f %% of %d minutes violated, %.2f worker-hours, %d steps up, %d down, %.0f flips/day, at most %d waited",
                violatedShare() * 100,
                minutes,
                workerHours,
                stepsUp(),
                stepsDown(),
                flipsPerDay(),
                maxQueue);
    }
}
