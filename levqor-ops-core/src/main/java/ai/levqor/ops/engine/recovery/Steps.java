package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Ending;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.Restart;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Carries the steps of a recovery out, each under the deadline. What a host's part throws becomes a failed step.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Steps {
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Optional<Redrive> redrive;
    private final Optional<Question<Restart>> restart;
    private final Optional<Question<Boolean>> rotate;

    Steps(
            RecoveryParts parts,
            RedriveSettings settings,
            DeadlineCaller caller,
            FaultLog faults,
            LongSupplier ticker,
            Pause pause) {
        this.caller = caller;
        this.faults = faults;
        this.redrive = parts.deadLetters().map(queue -> new Redrive(queue, settings, caller, faults, ticker, pause));
        this.restart = parts.workers().map(pool -> new Question<>("restart", pool::restart));
        this.rotate = parts.rotation()
                .map(it -> new Question<>("rotation", () -> {
                    it.rotate();
                    return true;
                }));
    }

    /**
     * Takes one step.
     *
     * @param redriveName the name of the redrive that belongs to the incident
     */
    Ending take(RecoveryAction action, String redriveName, Brake brake, Consumer<RedriveProgress> watcher) {
        return switch (action) {
            case REDRIVE ->
                redrive.map(it -> it.run(redriveName, brake, watcher)).orElseGet(Steps::unsupported);
            case RESTART_WORKERS -> restart.map(this::restart).orElseGet(Steps::unsupported);
            case ROTATE_PROCESS -> rotate.map(this::rotate).orElseGet(Steps::unsupported);
        };
    }

    private Ending restart(Question<Restart> question) {
        if (caller.ask(question) instanceof Answer.Given<Restart> given) {
            faults.over("restart");
            var done = given.value();
            return Ending.done(
                    done.replaced() + " workers were replaced",
                    new Count("replaced", done.replaced()),
                    new Count("draining", done.draining()));
        }
        faults.fault("restart", question.answer());
        return failed(question.answer(), "the worker pool could not restart its workers");
    }

    private Ending rotate(Question<Boolean> question) {
        if (caller.ask(question) instanceof Answer.Given) {
            faults.over("rotation");
            return Ending.done("a fresh process is on its way");
        }
        faults.fault("rotation", question.answer());
        return failed(question.answer(), "the process could not be rotated");
    }

    private static Ending failed(Answer<?> answer, String what) {
        return Ending.failed(answer instanceof Answer.Failed ? what : what + " in time; whether it did is unknown");
    }

    private static Ending unsupported() {
        return Ending.failed("this host has nothing that could do it any more");
    }
}
