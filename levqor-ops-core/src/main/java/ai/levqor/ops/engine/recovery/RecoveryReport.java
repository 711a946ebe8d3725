package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * An incident: what called for a recovery, what was decided, and what became of it. A line of the incident log is
 * exactly this.
 *
 * @param incidentId its name: whoever asks again by it gets this report and no second recovery
 * @param at when it was decided
 * @param endedAt when it was over; empty while it runs
 * @param dryRun whether nothing was to be done
 * @param request who asked, and what they said
 * @param reason the one reason that settled it
 * @param facts the numbers that were looked at
 * @param guards what the guards remembered before it
 * @param steps every step, in order
 * @param outcome of the whole
 */
public record RecoveryReport(
        String incidentId,
        Instant at,
        Optional<Instant> endedAt,
        boolean dryRun,
        Request request,
        RecoveryReason reason,
        List<Fact> facts,
        RecoveryGuards guards,
        List<StepReport> steps,
        RecoveryOutcome outcome) {

    /**
     * Who asked for it.
     *
     * @param origin the watchdog or a person
     * @param note what a person said about it
     * @param resumes the incident whose redrive is to be taken up
     */
    public record Request(Origin origin, Optional<String> note, Optional<String> resumes) {

        public Request {
            requireNonNull(origin, "origin");
            requireNonNull(note, "note");
            requireNonNull(resumes, "resumes");
        }
    }

    public RecoveryReport {
        requireNonNull(incidentId, "incidentId");
        requireNonNull(at, "at");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(request, "request");
        requireNonNull(reason, "reason");
        facts = List.copyOf(facts);
        requireNonNull(guards, "guards");
        steps = List.copyOf(steps);
        requireNonNull(outcome, "outcome");
    }

    /** Whether everything that was to be done is done. */
    public boolean recovered() {
        return outcome == RecoveryOutcome.RECOVERED;
    }

    /** Whether nothing went wrong, be it that nothing was done. */
    public boolean ok() {
        return switch (outcome) {
            case PLANNED, RUNNING, RECOVERED, NOTHING_TO_DO, CANCELLED, REFUSED -> true;
            case PARTLY, FAILED, INTERRUPTED, STORE_FAILED -> false;
        };
    }

    /** Whether it is what became of its name for good; a refusal because of another recovery may be tried again. */
    boolean settles() {
        return !dryRun
                && outcome.ended()
                && outcome != RecoveryOutcome.STORE_FAILED
                && reason != RecoveryReason.ALREADY_RUNNING;
    }

    /** A fact's value. */
    public OptionalDouble fact(String name) {
        return facts.stream()
                .filter(fact -> fact.name().equals(name))
                .mapToDouble(Fact::value)
                .findFirst();
    }

    RecoveryReport with(RecoveryOutcome other, Instant ended) {
        return new RecoveryReport(
                incidentId, at, Optional.of(ended), dryRun, request, reason, facts, guards, steps, other);
    }

    RecoveryReport withStep(int index, StepReport step) {
        var changed = new ArrayList<>(steps);
        changed.set(index, step);
        return withSteps(changed);
    }

    /** Each step that is pending or running replaced. */
    RecoveryReport withUnended(UnaryOperator<StepReport> change) {
        return withSteps(steps.stream()
                .map(step -> step.is(Status.PENDING) || step.is(Status.RUNNING) ? change.apply(step) : step)
                .toList());
    }

    private RecoveryReport withSteps(List<StepReport> changed) {
        return new RecoveryReport(incidentId, at, endedAt, dryRun, request, reason, facts, guards, changed, outcome);
    }

    /** What its ended steps come to. */
    RecoveryOutcome judged() {
        var done = count(Status.DONE);
        var failed = count(Status.FAILED);
        if (failed == 0) {
            return done == 0 ? RecoveryOutcome.NOTHING_TO_DO : RecoveryOutcome.RECOVERED;
        }
        return done == 0 ? RecoveryOutcome.FAILED : RecoveryOutcome.PARTLY;
    }

    private long count(Status status) {
        return steps.stream().filter(step -> step.is(status)).count();
    }
}
