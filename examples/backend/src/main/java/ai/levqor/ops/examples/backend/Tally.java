package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.ScaleReport;
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

    /** One line that sums the run up. */
    synchronized String summary(Duration ran, LoadDriver.Sent sent, OrderDesk.Stats orders) {
        return ("SUMMARY %d:%02d min: %d scale-up, %d cost freeze, %d scale-down; %d requests (%d failed, %d held back),"
                        + " highest P95 %d ms; %d jobs done, %d lost, %d done twice")
                .formatted(
                        ran.toMinutes(),
                        ran.toSecondsPart(),
                        ups,
                        freezes,
                        downs,
                        sent.sent(),
                        sent.failed(),
                        sent.heldBack(),
                        highestP95.toMillis(),
                        orders.done(),
                        orders.open(),
                        orders.doneTwice());
    }
}
