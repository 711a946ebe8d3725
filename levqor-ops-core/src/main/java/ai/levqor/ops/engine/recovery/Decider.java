package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.recovery.RecoveryObservation;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryPolicy;
import ai.levqor.ops.policy.recovery.RecoveryStep;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import java.time.Duration;
import java.util.Optional;

/**
 * Sees what a recovery needs to know, decides, and puts it into a report in which nothing is done yet. A dry run and a
 * real one come from here alike.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Decider {
    private final RecoveryPolicy policy;
    private final RecoveryParts parts;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Optional<Question<DeadLetterDepth>> dead;

    Decider(RecoveryPolicy policy, RecoveryParts parts, DeadlineCaller caller, FaultLog faults) {
        this.policy = policy;
        this.parts = parts;
        this.caller = caller;
        this.faults = faults;
        this.dead = parts.deadLetters().map(queue -> new Question<>("dead_letters", queue::deadLetters));
    }

    /** How many dead letters there are. */
    Reading<DeadLetterDepth> deadLetters() {
        if (dead.isEmpty()) {
            return Reading.unknown(UnknownCause.NOT_CONFIGURED);
        }
        if (caller.ask(dead.get()) instanceof Answer.Given<DeadLetterDepth> given) {
            faults.over("dead_letters");
            return Reading.known(given.value(), given.value().sampledAt());
        }
        faults.fault("dead_letters", dead.get().answer());
        return Reading.unknown(UnknownCause.FAILED);
    }

    /** What to do now. */
    RecoveryStep decide(
            RecoveryState state,
            RecoverySignals signals,
            RecoveryWhatIf instead,
            Request request,
            Optional<Duration> sinceLastRun) {
        var at = signals.at();
        return policy.decide(
                state.guards(),
                new RecoveryObservation(
                        at,
                        request.origin(),
                        instead.errorRate().isPresent()
                                ? Reading.known(instead.errorRate().getAsDouble(), at)
                                : signals.errorRate(),
                        instead.failures().isPresent()
                                ? Reading.known(instead.failures().getAsLong(), at)
                                : signals.failures(),
                        signals.switches(),
                        new Means(
                                dead.isPresent(),
                                deadLetters().map(DeadLetterDepth::dead),
                                parts.workers().isPresent(),
                                parts.rotation().isPresent()),
                        state.run().isPresent(),
                        sinceLastRun));
    }

    /** The report of a decision before anything is done. */
    static RecoveryReport report(
            String incidentId, RecoverySignals signals, Request request, RecoveryStep step, boolean dryRun) {
        var decision = step.decision();
        var recovers = decision.recovers();
        return new RecoveryReport(
                incidentId,
                signals.at(),
                recovers && !dryRun ? Optional.empty() : Optional.of(signals.at()),
                dryRun,
                request,
                decision.reason(),
                decision.facts(),
                step.unapplied(),
                decision.steps().stream()
                        .map(planned -> RecoveryWords.planned(planned, decision.reason(), dryRun))
                        .toList(),
                dryRun ? RecoveryOutcome.PLANNED : recovers ? RecoveryOutcome.RUNNING : RecoveryOutcome.REFUSED);
    }
}
