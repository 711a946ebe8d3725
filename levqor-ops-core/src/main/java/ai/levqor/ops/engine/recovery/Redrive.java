package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Ending;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Moves dead letters back in batches, no faster than the rate, until none of those it found is left or the brake is
 * pulled.
 *
 * <p><b>Threading:</b> runs for one thread at a time.
 */
final class Redrive {
    private static final String QUEUE = "dead_letters";
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** For how long a queue may move nothing, such as while it counts what it moved before. */
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(10);

    private final RedriveSettings settings;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final LongSupplier ticker;
    private final Pause pause;
    private final Question<RedriveProgress> begin;
    private final Question<RedriveProgress> move;
    private volatile String name = "";
    private volatile int batch;

    Redrive(
            DeadLetterQueue queue,
            RedriveSettings settings,
            DeadlineCaller caller,
            FaultLog faults,
            LongSupplier ticker,
            Pause pause) {
        this.settings = settings;
        this.caller = caller;
        this.faults = faults;
        this.ticker = ticker;
        this.pause = pause;
        this.begin = new Question<>(QUEUE, () -> queue.beginRedrive(name));
        this.move = new Question<>(QUEUE, () -> queue.moveBatch(name, batch, settings.mostRedrives()));
    }

    /**
     * Runs the redrive of this name, from its beginning or from where it stands.
     *
     * @param watcher is told the progress after each batch, and while it waits
     */
    Ending run(String redrive, Brake brake, Consumer<RedriveProgress> watcher) {
        name = redrive;
        if (!(caller.ask(begin) instanceof Answer.Given<RedriveProgress> begun)) {
            faults.fault(QUEUE, begin.answer());
            return Ending.failed("the dead letters could not be asked; nothing was moved");
        }
        var progress = begun.value();
        var tokens = 0.0;
        var last = ticker.getAsLong();
        var moving = last;
        while (!progress.finished()) {
            var stop = brake.stopped();
            if (stop.isPresent()) {
                return stopped(stop.get(), progress);
            }
            var now = ticker.getAsLong();
            tokens = settings.rate().refilled(tokens, Duration.ofNanos(now - last));
            last = now;
            var wait = settings.rate().until(tokens, settings.batch());
            if (!wait.isZero()) {
                watcher.accept(progress);
                pause.passing(wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
                continue;
            }
            batch = (int) Math.min(settings.batch(), Math.max(1, tokens));
            if (!(caller.ask(move) instanceof Answer.Given<RedriveProgress> moved)) {
                faults.fault(QUEUE, move.answer());
                return halted(progress);
            }
            var after = moved.value();
            var taken = taken(after) - taken(progress);
            if (taken > 0 || after.left() < progress.left()) {
                moving = ticker.getAsLong();
            } else if (ticker.getAsLong() - moving < LONGEST_STANDSTILL.toNanos()) {
                pause.passing(LONGEST_PAUSE);
            } else {
                return Ending.failed("the queue moved nothing, although jobs are left", counts(after));
            }
            tokens -= taken;
            progress = after;
            watcher.accept(progress);
        }
        faults.over(QUEUE);
        return Ending.done(
                progress.quarantined() == 0
                        ? progress.moved() + " jobs go to the retry queue"
                        : progress.moved() + " jobs go to the retry queue, " + progress.quarantined()
                                + " to the quarantine",
                counts(progress));
    }

    static Count[] counts(RedriveProgress progress) {
        return new Count[] {
            new Count("found", progress.found()),
            new Count("moved", progress.moved()),
            new Count("quarantined", progress.quarantined()),
            new Count("left", progress.left())
        };
    }

    private static Ending stopped(Brake.Stop stop, RedriveProgress progress) {
        return new Ending(
                stop.cause() == Brake.Cause.CANCELLED ? Status.SKIPPED : Status.FAILED,
                stop.detail() + "; " + soFar(progress),
                List.of(counts(progress)));
    }

    /** The batch that failed may have been moved: the queue itself knows. */
    private Ending halted(RedriveProgress before) {
        var known = caller.ask(begin) instanceof Answer.Given<RedriveProgress> given ? given.value() : before;
        return Ending.failed("the queue failed; " + soFar(known), counts(known));
    }

    private static String soFar(RedriveProgress progress) {
        return taken(progress) + " of " + progress.found() + " were moved, " + progress.left() + " stay dead";
    }

    private static long taken(RedriveProgress progress) {
        return progress.moved() + progress.quarantined();
    }
}
