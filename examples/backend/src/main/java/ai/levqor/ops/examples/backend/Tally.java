package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.StepReport;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleAction;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts what a run has shown. Safe for many threads. */
final class Tally implements Consumer<ScaleReport> {
    private int ups;
    private int downs;
    private int freezes;
    private boolean frozen;
    private int recoveries;
    private long redriven;
    private Duration highestP95 = Duration.ZERO;

    @Override
    public synchronized void accept(ScaleReport report) {
        var action = report.decision().action();
        if (report.outcome().result().applied()) {
            ups += action == ScaleAction.SCALE_UP ? 1 : 0;
            downs += action == ScaleAction.SCALE_DOWN ? 1 : 0;
        }
        freezes += action == ScaleAction.FREEZE && !frozen ? 1 : 0;
        frozen = action == ScaleAction.FREEZE || (frozen && action == ScaleAction.SCALE_DOWN);
        var p95 = report.seen().latency().value().flatMap(Latency::p95).orElse(Duration.ZERO);
        highestP95 = p95.compareTo(highestP95) > 0 ? p95 : highestP95;
    }

    /** An incident that has begun, or is over. */
    synchronized void incident(RecoveryReport report) {
        recoveries += report.recovered() ? 1 : 0;
        if (report.outcome().ended()) {
            redriven += report.steps().stream()
                    .flatMap(step -> step.counts().stream())
                    .filter(count -> count.name().equals("moved"))
                    .mapToLong(StepReport.Count::value)
                    .sum();
        }
    }

    /** One line that sums the run up. */
    synchronized String summary(Duration ran, LoadDriver.Sent sent, Balance balance) {
        var orders = balance.orders();
        return ("SUMMARY %d:%02d min: %d scale-up, %d cost freeze, %d scale-down, %d recovery; %d requests (%d failed,"
                        + " %d held back), highest P95 %d ms; jobs: %d failed, %d redriven, %d recovered,"
                        + " %d quarantined, %d waiting, %d done, %d lost, %d done twice")
                .formatted(
                        ran.toMinutes(),
                        ran.toSecondsPart(),
                        ups,
                        freezes,
                        downs,
                        recoveries,
                        sent.sent(),
                        sent.failed(),
                        sent.heldBack(),
                        highestP95.toMillis(),
                        orders.failed(),
                        redriven,
                        orders.recovered(),
                        balance.quarantined(),
                        balance.waiting(),
                        orders.done(),
                        balance.lost(),
                        orders.doneTwice());
    }
}
