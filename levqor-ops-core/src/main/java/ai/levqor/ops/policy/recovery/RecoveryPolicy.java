package ai.levqor.ops.policy.recovery;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.recovery.PlannedStep.Skip;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides on a recovery: whether it is called for, whether a guard refuses it, and its steps.
 *
 * <pre>
 * called for = error rate &gt; errorRateAbove  or  failures &gt; 0  or  the watchdog asks
 * refused    = one is under way
 *              or INCIDENT_AUTORECOVER is off
 *              or the watchdog asks, and the latch is closed or the last recovery began less than `coolDown` ago
 *
 * redrive           if the queue keeps dead letters, there are some, and something fails
 * restart workers   if the pool can
 * rotate process    if NEW_QUEUE_ENABLED is on and the host can
 * </pre>
 *
 * <p>The {@code mostPerHour}th automatic recovery within an hour closes the latch; only a person opens it. A person's
 * recovery begins the cool-down too, and counts towards nothing else.
 *
 * <p>The cool-down is over when both clocks say so: the one on the wall, and, for a recovery of this process, the one
 * that nobody can set. A clock that was put forward by an hour shortens nothing.
 */
public final class RecoveryPolicy {
    private final RecoverySettings settings;

    /** A policy with these numbers. */
    public RecoveryPolicy(RecoverySettings settings) {
        this.settings = settings;
    }

    /** The numbers it decides by. */
    public RecoverySettings settings() {
        return settings;
    }

    /** Decides. The same guards and observation always give the same step. */
    public RecoveryStep decide(RecoveryGuards guards, RecoveryObservation seen) {
        var now = guards.at(seen.at());
        var reason = reason(now, seen);
        if (!reason.recovers()) {
            return new RecoveryStep(new RecoveryDecision(reason, refused(), false, facts(now, seen)), now, now);
        }
        var next = seen.origin() == Origin.WATCHDOG
                ? now.afterAutomatic(seen.at(), settings.mostPerHour())
                : now.afterManual(seen.at());
        var latches = next.latchedSince().isPresent() && now.latchedSince().isEmpty();
        return new RecoveryStep(new RecoveryDecision(reason, plan(reason, seen), latches, facts(now, seen)), next, now);
    }

    private RecoveryReason reason(RecoveryGuards guards, RecoveryObservation seen) {
        if (seen.running()) {
            return RecoveryReason.ALREADY_RUNNING;
        }
        var need = need(seen);
        if (!need.recovers()) {
            return need;
        }
        if (!seen.switches().autorecover()) {
            return RecoveryReason.AUTORECOVER_OFF;
        }
        if (seen.origin() == Origin.WATCHDOG && guards.latchedSince().isPresent()) {
            return RecoveryReason.LATCHED;
        }
        return seen.origin() == Origin.WATCHDOG && coolingDown(guards, seen) ? RecoveryReason.COOLING_DOWN : need;
    }

    private RecoveryReason need(RecoveryObservation seen) {
        var rate = seen.errorRate().value();
        var failures = seen.failures().value();
        if (rate.isPresent() && rate.get() > settings.errorRateAbove()) {
            return RecoveryReason.ERROR_RATE;
        }
        if (failures.isPresent() && failures.get() > 0) {
            return RecoveryReason.FAILURES;
        }
        if (seen.origin() == Origin.WATCHDOG) {
            return RecoveryReason.OBJECTIVES_MISSED;
        }
        return rate.isEmpty() && failures.isEmpty() ? RecoveryReason.SIGNALS_UNKNOWN : RecoveryReason.NOT_NEEDED;
    }

    private boolean coolingDown(RecoveryGuards guards, RecoveryObservation seen) {
        return sinceLastRun(guards, seen)
                .filter(elapsed -> elapsed.compareTo(settings.coolDown()) < 0)
                .isPresent();
    }

    /** The shorter of the two times, so that both must have passed. */
    private static Optional<Duration> sinceLastRun(RecoveryGuards guards, RecoveryObservation seen) {
        var wall = guards.lastRun().map(run -> Duration.between(run, seen.at()));
        var steady = seen.sinceLastRun();
        if (wall.isEmpty() || steady.isEmpty()) {
            return wall.or(() -> steady);
        }
        return wall.get().compareTo(steady.get()) < 0 ? wall : steady;
    }

    private static List<PlannedStep> plan(RecoveryReason reason, RecoveryObservation seen) {
        return List.of(redrive(reason, seen.means()), restart(seen.means()), rotation(seen));
    }

    private static PlannedStep redrive(RecoveryReason reason, Means means) {
        if (!means.deadLetters()) {
            return PlannedStep.without(RecoveryAction.REDRIVE, Skip.NOT_SUPPORTED);
        }
        if (reason == RecoveryReason.OBJECTIVES_MISSED) {
            return PlannedStep.without(RecoveryAction.REDRIVE, Skip.NO_FAILURES);
        }
        return means.dead().value().filter(dead -> dead == 0).isPresent()
                ? PlannedStep.without(RecoveryAction.REDRIVE, Skip.NOTHING_DEAD)
                : PlannedStep.toDo(RecoveryAction.REDRIVE);
    }

    private static PlannedStep restart(Means means) {
        return means.workers()
                ? PlannedStep.toDo(RecoveryAction.RESTART_WORKERS)
                : PlannedStep.without(RecoveryAction.RESTART_WORKERS, Skip.NOT_SUPPORTED);
    }

    private static PlannedStep rotation(RecoveryObservation seen) {
        if (!seen.switches().newQueue()) {
            return PlannedStep.without(RecoveryAction.ROTATE_PROCESS, Skip.FLAG_OFF);
        }
        return seen.means().rotation()
                ? PlannedStep.toDo(RecoveryAction.ROTATE_PROCESS)
                : PlannedStep.without(RecoveryAction.ROTATE_PROCESS, Skip.NOT_SUPPORTED);
    }

    private static List<PlannedStep> refused() {
        return List.of(
                PlannedStep.without(RecoveryAction.REDRIVE, Skip.REFUSED),
                PlannedStep.without(RecoveryAction.RESTART_WORKERS, Skip.REFUSED),
                PlannedStep.without(RecoveryAction.ROTATE_PROCESS, Skip.REFUSED));
    }

    private List<Fact> facts(RecoveryGuards guards, RecoveryObservation seen) {
        var facts = new ArrayList<Fact>();
        seen.errorRate()
                .value()
                .ifPresent(rate -> facts.add(new Fact("error_rate", rate, "ratio", settings.errorRateAbove())));
        seen.failures().value().ifPresent(count -> facts.add(new Fact("failures_last_5m", count, "failures", 0)));
        seen.means().dead().value().ifPresent(dead -> facts.add(new Fact("dead_letters", dead, "jobs", Fact.NO_LIMIT)));
        facts.add(new Fact(
                "automatic_recoveries_last_hour", guards.automaticRuns().size(), "recoveries", settings.mostPerHour()));
        sinceLastRun(guards, seen)
                .ifPresent(elapsed -> facts.add(
                        new Fact("since_last_recovery", seconds(elapsed), "s", seconds(settings.coolDown()))));
        return facts;
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
