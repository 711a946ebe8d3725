package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The default rule: so many breaches in a row, close enough together.
 *
 * <pre>
 * breach  = P99 &gt; p99Above  or  error rate &gt; errorRateAbove  or  availability &lt; availabilityBelow
 * no data = no breach, and a signal that failed, is late or is stale; or no signal that says anything
 * met     = everything else
 *
 * alarm   = this tick is a breach, and `breaches` in a row are at most `withinTicks` ticks apart
 * </pre>
 *
 * <p>A signal that nothing measures, or that had nothing to measure, is not judged. A breach on one signal is a breach
 * whatever the others say or do not say.
 *
 * <p>A tick that is met ends the streak. A tick without data neither counts nor ends it, and is left out when the
 * distance between two breaches is taken. A tick that nobody saw is not left out. A breach falls out of the streak when
 * it is more than {@code withinTicks} away, or when there were more than {@code silentTicks} ticks without data since:
 * then nobody knows whether what began there still goes on.
 *
 * <p>Once raised, the alarm stands at every further breach, until a recovery begins, a tick is met, or every breach
 * before has fallen out.
 */
public final class StreakPolicy implements SloPolicy<StreakState> {
    private final StreakSettings settings;

    /** A policy with these numbers. */
    public StreakPolicy(StreakSettings settings) {
        this.settings = settings;
    }

    /** The numbers it decides by. */
    public StreakSettings settings() {
        return settings;
    }

    @Override
    public StreakState start() {
        return StreakState.START;
    }

    @Override
    public SloStep<StreakState> judge(StreakState state, SloObservation seen) {
        var tick = seen.tick();
        if (Ticks.judged(state.last(), tick)) {
            return step(Judgement.REPEATED, seen, state);
        }
        var before = Ticks.wentBack(state.last(), tick) ? StreakState.START : state;
        var judgement = judgement(seen);
        var next = judgement == Judgement.MET
                ? StreakState.without(tick)
                : after(before, tick, judgement == Judgement.BREACHED);
        return step(judgement, seen, next);
    }

    private SloStep<StreakState> step(Judgement judgement, SloObservation seen, StreakState next) {
        var alarm = judgement == Judgement.BREACHED && next.streak() >= settings.breaches();
        var reason = switch (judgement) {
            case NO_DATA -> SloReason.NO_DATA;
            case REPEATED -> SloReason.ALREADY_JUDGED;
            case MET -> SloReason.WITHIN_OBJECTIVES;
            case BREACHED -> alarm ? SloReason.BREACHED_IN_A_ROW : SloReason.BREACHED;
        };
        var verdict = new SloVerdict(judgement, reason, alarm, next.streak(), facts(seen, next));
        return new SloStep<>(verdict, next, StreakState.without(next.last()));
    }

    private Judgement judgement(SloObservation seen) {
        var limits = settings.objectives();
        var signals = EnumSet.of(
                signal(seen.p99(), p99 -> p99.compareTo(limits.p99Above()) > 0),
                signal(seen.errorRate(), rate -> rate > limits.errorRateAbove()),
                signal(seen.availability(), share -> share < limits.availabilityBelow()));
        if (signals.contains(Signal.BREACHED)) {
            return Judgement.BREACHED;
        }
        return signals.contains(Signal.MET) && !signals.contains(Signal.MISSING) ? Judgement.MET : Judgement.NO_DATA;
    }

    private static <T> Signal signal(Reading<T> reading, Predicate<T> breach) {
        if (reading instanceof Reading.Known<T> known) {
            return breach.test(known.measured()) ? Signal.BREACHED : Signal.MET;
        }
        var cause = ((Reading.Unknown<T>) reading).cause();
        return cause == UnknownCause.NOT_CONFIGURED || cause == UnknownCause.NO_SAMPLES
                ? Signal.NOT_JUDGED
                : Signal.MISSING;
    }

    private StreakState after(StreakState before, long tick, boolean breach) {
        var silent = new ArrayList<>(before.silent());
        if (!breach) {
            silent.add(tick);
        }
        var breached = new ArrayList<>(before.breached());
        breached.removeIf(earlier -> !counts(earlier, tick, silent));
        silent.removeIf(earlier -> breached.isEmpty() || earlier < breached.get(0));
        var stands = before.streak() >= settings.breaches() && !breached.isEmpty();
        if (breach) {
            breached.add(tick);
        }
        var streak = stands ? before.streak() + (breach ? 1 : 0) : breached.size();
        return new StreakState(tick, streak, breached, silent);
    }

    /** Whether an earlier breach is still close enough. */
    private boolean counts(long earlier, long tick, List<Long> silent) {
        var since = 0;
        for (var each : silent) {
            since += each > earlier ? 1 : 0;
        }
        return since <= settings.silentTicks() && tick - earlier - since <= settings.withinTicks();
    }

    private List<Fact> facts(SloObservation seen, StreakState next) {
        var limits = settings.objectives();
        var facts = new ArrayList<Fact>();
        seen.p99()
                .value()
                .ifPresent(p99 -> facts.add(new Fact("p99_ms", millis(p99), "ms", millis(limits.p99Above()))));
        seen.errorRate()
                .value()
                .ifPresent(rate -> facts.add(new Fact("error_rate", rate, "ratio", limits.errorRateAbove())));
        seen.availability()
                .value()
                .ifPresent(share -> facts.add(new Fact("availability", share, "ratio", limits.availabilityBelow())));
        facts.add(new Fact("streak", next.streak(), "breaches", settings.breaches()));
        return facts;
    }

    private static double millis(Duration time) {
        return time.getSeconds() * 1e3 + time.getNano() / 1e6;
    }

    /** What one signal says. */
    private enum Signal {
        BREACHED,
        MET,
        MISSING,
        NOT_JUDGED
    }
}
