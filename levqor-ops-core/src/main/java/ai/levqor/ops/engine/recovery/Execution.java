package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.recovery.RunKeeper.Kept;
import ai.levqor.ops.engine.recovery.StepReport.Ending;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Runs one recovery: each step's intent is recorded, then the step is taken, then its outcome is recorded. A step whose
 * intent cannot be recorded is not begun; a step that fails does not keep the others from being taken.
 *
 * <p><b>Threading:</b> runs once, on a thread of its own; watched and stopped by any.
 */
final class Execution implements Runnable {
    private static final Duration BEAT_EVERY = Duration.ofSeconds(3);

    private final RunKeeper keeper;
    private final Steps steps;
    private final Clock clock;
    private final LongSupplier ticker;
    private final Consumer<RecoveryReport> whenOver;
    private final Optional<RecoveryOutcome> verdict;
    private final Brake brake = new Brake();
    private final CompletableFuture<RecoveryReport> over = new CompletableFuture<>();
    private volatile RecoveryReport report;
    private volatile boolean redriving;
    private boolean lost;
    private long lastBeat;

    /**
     * @param report what is to be done: its pending steps
     * @param verdict the outcome, if it is not judged by the steps
     * @param whenOver is told the final report, before the run is given up; not if another process has taken it over
     */
    Execution(
            RecoveryReport report,
            Optional<RecoveryOutcome> verdict,
            RunKeeper keeper,
            Steps steps,
            Clock clock,
            LongSupplier ticker,
            Consumer<RecoveryReport> whenOver) {
        this.report = report;
        this.verdict = verdict;
        this.keeper = keeper;
        this.steps = steps;
        this.clock = clock;
        this.ticker = ticker;
        this.whenOver = whenOver;
    }

    String incidentId() {
        return report.incidentId();
    }

    /** How far it has come. */
    RecoveryReport report() {
        return report;
    }

    Brake brake() {
        return brake;
    }

    /** Ends a redrive that does harm: the error rate is above what it was when the recovery was decided. */
    void abortIfWorse(Optional<Double> errorRate) {
        var before = report.fact("error_rate");
        if (redriving && before.isPresent() && errorRate.isPresent() && errorRate.get() > before.getAsDouble()) {
            brake.pull(
                    Brake.Cause.ABORTED,
                    "aborted: the error rate rose from " + RecoveryWords.plain(before.getAsDouble() * 100) + " % to "
                            + RecoveryWords.plain(errorRate.get() * 100) + " %");
        }
    }

    /** The final report, once there is one. */
    CompletableFuture<RecoveryReport> over() {
        return over;
    }

    @Override
    public void run() {
        try {
            for (int i = 0; i < report.steps().size() && !lost; i++) {
                if (report.steps().get(i).is(Status.PENDING)) {
                    take(i);
                }
            }
            conclude();
        } finally {
            // A thread that died of an Error still tells those who wait.
            over.complete(report);
        }
    }

    private void take(int index) {
        var step = report.steps().get(index);
        var stop = brake.endsAll();
        if (stop.isPresent()) {
            report = report.withStep(
                    index,
                    StepReport.of(step.action(), Status.SKIPPED, stop.get().detail()));
            return;
        }
        report = report.withStep(index, step.begun(clock.instant()));
        var kept = keep();
        if (kept == Kept.LOST) {
            lost = true;
            return;
        }
        var ending = kept == Kept.YES
                ? carryOut(step.action(), index)
                : Ending.failed("its intent could not be recorded, so it was not begun");
        report = report.withStep(index, report.steps().get(index).ended(ending, clock.instant()));
        lost |= keep() == Kept.LOST;
    }

    private Ending carryOut(RecoveryAction action, int index) {
        redriving = action == RecoveryAction.REDRIVE;
        try {
            var name = report.request().resumes().orElse(report.incidentId());
            return steps.take(action, name, brake, progress -> advanced(index, progress));
        } finally {
            redriving = false;
        }
    }

    private void advanced(int index, RedriveProgress progress) {
        report = report.withStep(
                index, report.steps().get(index).during(List.of(Redrive.counts(progress)), "under way"));
        if (ticker.getAsLong() - lastBeat >= BEAT_EVERY.toNanos() && keep() == Kept.LOST) {
            lost = true;
            brake.pull(Brake.Cause.CLOSED, "another process has taken the recovery over");
        }
    }

    private void conclude() {
        if (lost) {
            report = report.with(RecoveryOutcome.INTERRUPTED, clock.instant());
            return;
        }
        var outcome = verdict.orElseGet(() -> brake.endsAll()
                .map(stop ->
                        stop.cause() == Brake.Cause.CANCELLED ? RecoveryOutcome.CANCELLED : RecoveryOutcome.INTERRUPTED)
                .orElseGet(report::judged));
        report = report.with(outcome, clock.instant());
        whenOver.accept(report);
        keeper.turn().lock();
        try {
            // If the store is away, the run stays there, and is given up when the store is back.
            var unused = keeper.end(report);
        } finally {
            keeper.turn().unlock();
        }
    }

    private Kept keep() {
        lastBeat = ticker.getAsLong();
        keeper.turn().lock();
        try {
            return keeper.keep(report);
        } finally {
            keeper.turn().unlock();
        }
    }
}
